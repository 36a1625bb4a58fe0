import type { Choice } from '@parvis/voting'
import type { Refusal } from '@parvis/platform'
import type { Channel, IdentityEvidence } from './precedence.rules'
import type { VoteAtBox } from './roll'

/** Who votes: by civil status in an open roll, by the number of the roll in a closed one. */
export type Voter = KnownVoter | ListedVoter

export interface KnownVoter {
  /** 16 bytes, from `ParticipantKeyring`. */
  k0: Buffer
  conventionalDate: boolean
  /** From the same place; null where a door could not keep them: such an entry is never a possible duplicate. */
  hints: Buffer | null
  municipalityCode: string | null
}

export interface ListedVoter {
  voterRef: string
  municipalityCode: string | null
}

/** Somebody's own account, which may come back and change its ballot. */
export interface OwnAccount {
  accountId: string
  /** Ordinal the person was shown; another one meanwhile: 409 `ballot.changed-meanwhile`. */
  n: number
  /** 32 bytes; absent: drawn here. */
  nonce?: Buffer
  /** 32 bytes, as the person's browser computed it; absent: the nonce was not drawn by the browser. */
  commitment?: Buffer
}

export interface CastRequest {
  voteId: string
  /** Checked by libs/voting; a blank ballot is empty. */
  choice: Choice
  voter: Voter
  channel: Channel
  /** `offline`: entered before the close without a network, sent later. */
  transport?: 'direct' | 'offline'
  evidence: IdentityEvidence
  /** More that speaks against it, asked of the vote as it stands under its lock. */
  refusals?: (vote: VoteAtBox) => Refusal[]
  /** Only for a person's own account; at a counter the server sets the ordinal and the nonce (README item 13). */
  account?: OwnAccount
  centreId?: string
  /** The assisted session: another ballot of the same session corrects the first one. */
  assistanceId?: string
  /** Hash of a receipt that the person holds already, 32 bytes: the stub of a paper form. It tells the same as the one made here, of this ballot or of the one that replaces it. */
  stub?: Buffer
}

/** The same for every door and every person: whether a ballot is contested is nobody's business at a counter. */
export interface CastReceipt {
  /** `XXXX-XXXX-XXXX` */
  receipt: string
  /** Which ballot of the account this is, from 1; null at a counter, where it would tell that the person came before. */
  n: number | null
  /** The nonce was not drawn by the voter's browser. */
  serverNonce: boolean
  /** ISO 8601; until then the ballot may be replaced. */
  changeableUntil: string
}
