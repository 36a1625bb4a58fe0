import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { Erasures, one, rows, touched } from '@parvis/platform'
import type { EntityManager } from 'typeorm'

const SECONDS = 6 * 3600
/** Subjects of one turn: the rest waits for the next, and a box of a million is one subject. */
const AT_ONCE = 20

interface Due {
  id: string
  consultationId: string
}

/**
 * Forgets who took part once nothing can be contested any more: two months after the result (the time to go to an administrative
 * court, CJA R. 421-1), a year after the end of what was never published. What was counted stays, with its commune, door and day.
 */
@Injectable()
export class ForgottenPeople implements OnModuleInit {
  constructor(private readonly erasures: Erasures) {}

  onModuleInit(): void {
    this.erasures.register('vote-people', SECONDS, (tx) => this.votes(tx))
    this.erasures.register('questionnaire-people', SECONDS, (tx) => this.questionnaires(tx))
    this.erasures.register('supporters', SECONDS, (tx) => this.supports(tx))
  }

  private async votes(tx: EntityManager): Promise<number> {
    const due = await rows<Due>(tx, `
      select v.id, f.consultation_id as "consultationId" from consultations.vote v join consultations.phase f on f.id = v.phase_id left join consultations.publication p on p.vote_id = v.id
      where v.state in ('tallied', 'published') and consultations.people_kept_until(p.at, v.sealed_at) <= platform.clock() ${NOT_YET('vote', 'v.id')} order by v.sealed_at limit ${AT_ONCE}`)
    return this.each(tx, 'vote', due, async ({ id }) => (await one<{ gone: number }>(tx, 'select roll.forget_people($1) as gone', [id])).gone)
  }

  private async questionnaires(tx: EntityManager): Promise<number> {
    const due = await rows<Due>(tx, `
      select f.consultation_id as id, f.consultation_id as "consultationId" from consultations.phase f left join consultations.questionnaire_publication p on p.consultation_id = f.consultation_id
      where f.kind = 'questionnaire' and f.state = 'closed' and consultations.people_kept_until(p.at, f.closed_at) <= platform.clock() ${NOT_YET('questionnaire', 'f.consultation_id')} order by f.closed_at limit ${AT_ONCE}`)
    return this.each(tx, 'questionnaire', due, ({ id }) => touched(tx, `update consultations.questionnaire_entry set k0 = null, account_ref = null, assistance_id = null where consultation_id = $1`, [id]))
  }

  /** The key of a support becomes a number that is nobody's: it stays one support. Which supports an account gave, the account still finds. Of who signs, the name that is shown stays. */
  private async supports(tx: EntityManager): Promise<number> {
    const due = await rows<Due>(tx, `
      select c.id, c.id as "consultationId" from consultations.consultation c
      where c.state in ('finished', 'archived') and consultations.people_kept_until(c.finished_at, null) <= platform.clock()
        and exists (
          select from consultations.proposal p where p.consultation_id = c.id and (p.signer_key is not null
            or exists (select from consultations.support s where s.proposal_id = p.id) or exists (select from consultations.proposal_coauthor a where a.proposal_id = p.id and a.signer_key is not null))) ${NOT_YET('supports', 'c.id')} order by c.finished_at limit ${AT_ONCE}`)
    return this.each(tx, 'supports', due, async ({ id }) =>
      await touched(tx, `update consultations.support s set supporter_key = uuid_send(gen_random_uuid()), assistance_id = null from consultations.proposal p where p.id = s.proposal_id and p.consultation_id = $1`, [id])
      + await touched(tx, `update consultations.proposal_coauthor a set signer_key = null from consultations.proposal p where p.id = a.proposal_id and p.consultation_id = $1 and a.signer_key is not null`, [id])
      + await touched(tx, `update consultations.proposal set signer_key = null where consultation_id = $1 and signer_key is not null`, [id]))
  }

  private async each(tx: EntityManager, kind: 'vote' | 'questionnaire' | 'supports', due: readonly Due[], forget: (subject: Due) => Promise<number>): Promise<number> {
    let gone = 0
    for (const subject of due) {
      const entries = await forget(subject)
      await tx.query('insert into consultations.forgotten_people (kind, subject_id, consultation_id, entries) values ($1, $2, $3, $4)', [kind, subject.id, subject.consultationId, entries])
      gone += entries
    }
    return gone
  }
}

const NOT_YET = (kind: string, subject: string) => `and not exists (select from consultations.forgotten_people g where g.kind = '${kind}' and g.subject_id = ${subject})`
