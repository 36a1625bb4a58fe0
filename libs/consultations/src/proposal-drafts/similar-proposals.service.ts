import { Injectable } from '@nestjs/common'
import { CivilStatus } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { prepared, preparedRows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { SimilarProposalsView, SimilarProposalView } from './proposal-drafts.dto'
import { SETTING, statement } from './similar.statement'

const SIMILAR = prepared(statement)

/** Proposals that may say the same as what somebody is about to send. Nothing leaves the platform, nothing is kept. */
@Injectable()
export class SimilarProposals {
  constructor(private readonly dataSource: DataSource, private readonly civilStatus: CivilStatus, private readonly keyring: ParticipantKeyring) {}

  async of(actor: Actor, consultationId: string, { title, body }: { title: string, body: string }): Promise<SimilarProposalsView> {
    const person = actor.civilStatusGiven ? await this.civilStatus.ofActor(actor) : null
    return this.dataSource.transaction(async (tx) => {
      await tx.query(SETTING)
      return { items: await preparedRows<SimilarProposalView>(tx, SIMILAR, [consultationId, title, body, person && this.keyring.keyOf(consultationId, person).k0]) }
    })
  }
}
