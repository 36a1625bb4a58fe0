import { Injectable } from '@nestjs/common'
import type { CivilStatusGiven } from '@parvis/identity'
import { Config } from '@parvis/platform'
import { createHmac } from 'node:crypto'
import { hintsOf, isConventionalBirthDate, participantKeys } from './participant-keys'

/** What stands for a person in one consultation, whichever door they come through. */
export interface ParticipantKey {
  /** K0, 16 bytes. */
  k0: Buffer
  /** The birth date is one that registers give when the true one is unknown: weak evidence of being the same person. */
  conventionalDate: boolean
  /** The weaker keys, as `hintsOf` writes them: kept beside a ballot until the sealing. They decide nothing by themselves. */
  hints: Buffer
}

/** Turns civil statuses into keys with the pepper of this platform. The only place that holds both. */
@Injectable()
export class ParticipantKeyring {
  constructor(private readonly config: Config) {}

  /**
   * The key of uniqueness: of a ballot, of a support, at a desk and online the same.
   * @throws RangeError on a name without letters or a date that is not `YYYY-MM-DD`: callers validate first
   */
  keyOf(consultationId: string, { municipalityCode, ...person }: CivilStatusGiven): ParticipantKey {
    const keys = participantKeys(this.config.masterPepper, consultationId, { ...person, inseeCode: municipalityCode })
    return { k0: Buffer.from(keys.k0, 'hex'), conventionalDate: isConventionalBirthDate(person.birthDate), hints: hintsOf(keys) }
  }

  /**
   * What stands for somebody among those who sign proposals, 16 bytes; null where no civil status is known. A key of its own: beside an account
   * and a name, K0 would say what that person supports.
   */
  signerOf(consultationId: string, person: CivilStatusGiven | null): Buffer | null {
    return person && this.signerIn(consultationId, this.keyOf(consultationId, person).k0)
  }

  /** The same, at a desk. */
  signerIn(consultationId: string, k0: Buffer): Buffer {
    return createHmac('sha256', this.config.masterPepper).update(`consultation/signer/v1\n${consultationId}\n${k0.toString('hex')}`).digest().subarray(0, 16)
  }

  /** What stands for somebody at a desk where a text is reported, 32 bytes: their key itself is not kept beside what they say of others. */
  reporterIn(consultationId: string, k0: Buffer): Buffer {
    return createHmac('sha256', this.config.masterPepper).update(`consultation/reporter/v1\n${consultationId}\n${k0.toString('hex')}`).digest()
  }

  /** What stands for an account in one consultation, 32 bytes: whatever civil status it gives, it supports once. */
  accountIn(consultationId: string, accountId: string): Buffer {
    return createHmac('sha256', this.config.masterPepper).update(`consultation/account/v1\n${consultationId}\n${accountId}`).digest()
  }
}
