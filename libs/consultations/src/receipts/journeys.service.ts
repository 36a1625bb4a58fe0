import { Injectable } from '@nestjs/common'
import { DomainError, iso, isUuid, maybe } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { PUBLISHED_ANSWER } from '../proposal-answers/proposal-answers.service'
import { journeyOf } from './journey.rules'
import type { JourneyFacts } from './journey.rules'
import type { JourneyView } from './receipts.dto'

interface Row {
  slug: string
  consultationTitle: string
  number: number
  title: string
  state: 'submitted' | 'withdrawn' | 'merged' | 'split'
  becomes: JourneyView['becomes']
  madeOf: JourneyView['madeOf']
  publishedAt: string
  withdrawnAt: string | null
  supportCount: number
  vote: { id: string, state: NonNullable<JourneyFacts['vote']>['state'], won: boolean, question: string, closesAt: string, nextSteps: string | null } | null
  voteOpened: boolean
  voteComing: boolean
  followUp: string | null
  answer: JourneyView['answer']
  steps: JourneyView['steps']
}

/** The newest vote that has the proposal among its options: what is counted is read only once it is published. */
const VOTE = `
  select v.id, v.state, v.question, ${iso('v.closes_at')} as "closesAt", u.next_steps as "nextSteps",
    coalesce(v.state = 'published' and coalesce(t.drawn_outcome, t.outcome) -> 'winners' ? o.key, false) as won
  from consultations.vote v join consultations.vote_option o on o.vote_id = v.id
  join consultations.phase f on f.id = v.phase_id
  left join consultations.publication u on u.vote_id = v.id left join consultations.tally t on t.id = u.tally_id
  where o.proposal_id = p.id and v.state <> 'draft' order by f.position desc limit 1`

/** What it stands in now, or was made of: whoever follows these links comes to where it is. */
const near = (from: string, to: string) => `coalesce((select json_agg(json_build_object('number', q.number, 'title', case when q.state = 'hidden' then '' else q.title end) order by q.number)
  from consultations.proposal_link l join consultations.proposal q on q.id = l.${to} where l.${from} = p.id and l.live), '[]')`

/** What became of a proposal, for everybody: from its publication to what follows the vote. */
@Injectable()
export class Journeys {
  constructor(private readonly dataSource: DataSource) {}

  /** Errors: 404 `proposal.unknown`, also for one that is hidden, or in a draft. */
  async read(slugOrId: string, number: number): Promise<JourneyView> {
    const row = await maybe<Row>(this.dataSource, `
      select c.slug, c.title as "consultationTitle", p.number, p.title, p.state, ${iso('p.created_at')} as "publishedAt", case when p.state = 'withdrawn' then ${iso('p.withdrawn_at')} end as "withdrawnAt", p.support_count as "supportCount",
        ${near('from_id', 'to_id')} as becomes, ${near('to_id', 'from_id')} as "madeOf",
        (select to_jsonb(vote) from (${VOTE}) vote) as vote,
        exists (select from consultations.vote v where v.consultation_id = c.id and v.state <> 'draft') as "voteOpened",
        exists (select from consultations.phase f where f.consultation_id = c.id and f.kind = 'vote' and f.state = 'scheduled') as "voteComing",
        (select nullif(f.description, '') from consultations.phase f where f.consultation_id = c.id and f.kind = 'follow-up' and f.state <> 'scheduled' order by f.position desc limit 1) as "followUp",
        (select ${PUBLISHED_ANSWER} from consultations.proposal_answer a left join consultations.proposal_status t on t.id = a.status_id
          where a.proposal_id = p.id and a.published_at is not null order by a.version desc limit 1) as answer,
        coalesce((select json_agg(json_build_object('id', e.id, 'day', e.day, 'kind', e.kind, 'text', e.text) order by e.day, e.written_at) from consultations.proposal_step e where e.proposal_id = p.id), '[]') as steps
      from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id
      where ${isUuid(slugOrId) ? 'c.id = $1' : 'c.slug = $1'} and p.number = $2 and c.state <> 'draft' and p.state in ('submitted', 'withdrawn', 'merged', 'split')`, [slugOrId, number])
    if (!row) throw new DomainError('proposal.unknown', { status: 404 })
    const { vote, followUp, answer, steps } = row
    // What goes on in others goes no further here.
    const journey = journeyOf({ proposal: row.state === 'submitted' ? 'submitted' : 'withdrawn', vote, voteOpened: row.voteOpened, voteComing: row.voteComing })
    return {
      consultation: { slug: row.slug, title: row.consultationTitle },
      proposal: { number: row.number, title: row.state === 'withdrawn' ? '' : row.title },
      fate: row.state === 'merged' || row.state === 'split' ? row.state : null,
      becomes: row.becomes,
      madeOf: row.madeOf,
      withdrawn: row.state === 'withdrawn',
      withdrawnAt: row.withdrawnAt,
      publishedAt: row.publishedAt,
      supportCount: row.supportCount,
      selection: { ...journey.selection, question: vote?.question ?? null },
      result: journey.result && { ...journey.result, voting: vote?.state === 'open', closesAt: vote?.closesAt ?? null },
      answer: row.state === 'submitted' ? answer : null,
      steps: row.state === 'submitted' ? steps : [],
      followUp: [...(vote?.nextSteps ? [vote.nextSteps] : []), ...(followUp ? [followUp] : [])],
    }
  }
}
