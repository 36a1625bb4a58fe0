import { Injectable } from '@nestjs/common'
import { mayActIn, type Actor } from '@parvis/identity'
import { Audit, Clock, DomainError, one, rows, touched, type Refusal } from '@parvis/platform'
import { methodNamed } from '@parvis/voting'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { changeRefusals, sealsAt } from '../consultations/phases.rules'
import { questionOf, type VoteOptionFacts, type VoteRules } from '../consultations/questions.rules'
import { InclusionFacts } from '../inclusion-facts'
import { allRules, rulesOf, withoutKnown } from './method-rules.rules'
import { SEALED_PARTICIPATION } from './sealed-participation'
import { visibleVote, voteToActOn, type VoteRow } from './vote-access'
import { VoteOption } from './vote-option.entity'
import { Vote } from './vote.entity'
import type { EditVoteDto, OptionsDto, OptionView, VisibilityView, VoteView } from './votes.dto'

const whoSeesWhat: VisibilityView = {
  kind: 'pseudonymous',
  everybody: ['rounded-participation', 'published-openings', 'results'],
  mediator: ['choice-when-assisting'],
  staff: ['contested-entries-without-names'],
  operator: ['identity-and-choice-for-a-moment'],
  linkEndsAt: 'sealing',
}

@Injectable()
export class VotesService {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly clock: Clock, private readonly inclusion: InclusionFacts) {}

  async read(actor: Actor | null, voteId: string): Promise<VoteView> {
    const tx = this.dataSource.manager
    return this.view(tx, actor, await visibleVote(tx, actor, voteId))
  }

  /** Changes what is given. What the announcement bound is refused after it; everything once the vote is open. Errors: 409 `vote.changed-meanwhile`. */
  async edit(actor: Actor, voteId: string, { revision, ...changes }: EditVoteDto): Promise<VoteView> {
    return this.dataSource.transaction(async (tx) => {
      const vote = await this.editable(tx, actor, 'vote.configure', voteId)
      await nextRevision(tx, voteId, revision)
      const bound: Record<string, unknown> = { votingMethod: changes.method, allocationRule: changes.rules, claimDays: changes.claimDays }
      DomainError.throwIfAny(changeRefusals(vote.consultationState, Object.keys(bound).filter((field) => bound[field] !== undefined).map((field) => ({ field }))), { status: 409 })
      const method = changes.method ?? vote.method
      const everything = allRules(vote)
      const rules = rulesOf(method, changes.rules ?? (changes.method === undefined ? vote.rules : everything))
      const options = await this.options(tx, voteId)
      // Options and their costs come later: what is wrong with them is said where they are entered, and again before the opening.
      DomainError.throwIfAny(configurationRefusals(method, rules, options).filter(({ code }) => !OF_OPTIONS.has(code)))
      await tx.getRepository(Vote).update(voteId, { question: changes.question ?? vote.question, method, rules, setAside: changes.rules ? withoutKnown(method, everything) : everything, claimDays: changes.claimDays ?? vote.claimDays })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'vote.configured', subjectKind: 'vote', subjectId: voteId, detail: { fields: Object.keys(changes) } })
      return this.view(tx, actor, await visibleVote(tx, actor, voteId))
    })
  }

  /** Errors: 409 `vote.changed-meanwhile`. */
  async replaceOptions(actor: Actor, voteId: string, { revision, options: wanted }: OptionsDto): Promise<VoteView> {
    return this.dataSource.transaction(async (tx) => {
      const vote = await this.editable(tx, actor, 'vote.configure', voteId)
      await nextRevision(tx, voteId, revision)
      const proposals = await this.proposals(tx, vote.consultationId, wanted.flatMap(({ proposalId }) => proposalId ?? []))
      const keys = new Set(wanted.flatMap(({ key }) => key ?? []))
      let free = 0
      const nextKey = (): string => {
        do free++
        while (keys.has(`o${free}`))
        return `o${free}`
      }
      const options = wanted.map((option, index) => {
        const proposal = option.proposalId ? proposals.get(option.proposalId) : undefined
        return {
          voteId,
          key: proposal ? `p${proposal.number}` : option.key ?? nextKey(),
          position: index + 1,
          title: option.title,
          description: option.description ?? '',
          cost: option.cost ?? null,
          proposalId: proposal?.id ?? null,
          municipalityCode: proposal?.municipalityCode ?? null,
        }
      })
      DomainError.throwIfAny(configurationRefusals(vote.method, vote.rules, options).filter(({ code }) => OF_OPTIONS.has(code) && code !== 'question.no-cost' && code !== 'question.no-option'))
      await this.store(tx, actor, voteId, options)
      return this.view(tx, actor, await visibleVote(tx, actor, voteId))
    })
  }

  async addProposals(actor: Actor, voteId: string, proposalIds: readonly string[]): Promise<VoteView> {
    return this.dataSource.transaction(async (tx) => {
      const vote = await this.editable(tx, actor, 'proposal.select', voteId)
      const proposals = await this.proposals(tx, vote.consultationId, proposalIds)
      const present = await tx.getRepository(VoteOption).find({ where: { voteId }, order: { position: 'asc' } })
      const added = proposalIds.flatMap((id) => {
        const proposal = proposals.get(id)
        return proposal && !present.some((option) => option.proposalId === id) ? [proposal] : []
      })
      const options = added.map(({ id, number, title, body, municipalityCode }, index) =>
        ({ voteId, key: `p${number}`, position: present.length + index + 1, title, description: body, cost: null, proposalId: id, municipalityCode }))
      // It adds and replaces nothing: whoever has the list before them is told, and saves again.
      if (options.length > 0) await nextRevision(tx, voteId, vote.revision)
      await this.store(tx, actor, voteId, [...present.map(({ id: _, ...option }, index) => ({ ...option, position: index + 1 })), ...options])
      return this.view(tx, actor, await visibleVote(tx, actor, voteId))
    })
  }

  private async editable(tx: EntityManager, actor: Actor, permission: 'vote.configure' | 'proposal.select', voteId: string): Promise<VoteRow> {
    const vote = await voteToActOn(tx, actor, permission, voteId, 'update')
    if (vote.state !== 'draft') throw new DomainError('vote.options-frozen', { status: 409, facts: { state: vote.state } })
    return vote
  }

  private async store(tx: EntityManager, actor: Actor, voteId: string, options: readonly Omit<VoteOption, 'id'>[]): Promise<void> {
    const repository = tx.getRepository(VoteOption)
    await repository.delete({ voteId })
    await repository.insert([...options])
    await this.audit.append(tx, { actorId: actor.accountId, action: 'vote.options-set', subjectKind: 'vote', subjectId: voteId, detail: { options: options.length } })
  }

  /** Proposals of the consultation that may be voted on, kept from being withdrawn meanwhile. Error: 422 with each that is not. */
  private async proposals(tx: EntityManager, consultationId: string, ids: readonly string[]): Promise<Map<string, ChosenProposal>> {
    const found = await rows<ChosenProposal>(tx, `
      select id, number, title, body, municipality_code as "municipalityCode" from consultations.proposal
      where consultation_id = $1 and id = any($2) and state = 'submitted' order by id for share`, [consultationId, ids])
    const byId = new Map(found.map((proposal) => [proposal.id, proposal]))
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
    DomainError.throwIfAny([
      ...ids.filter((id) => !byId.has(id)).map((id) => ({ code: 'option.unknown-proposal', at: id })),
      ...twice.map((id) => ({ code: 'option.repeated-proposal', at: id })),
    ])
    return byId
  }

  private options(tx: EntityManager, voteId: string): Promise<OptionView[]> {
    return rows<OptionView>(tx, `
      select o.key, o.position, o.title, o.description, o.cost::float8 as cost, o.proposal_id as "proposalId", p.number as "proposalNumber", o.municipality_code as "municipalityCode"
      from consultations.vote_option o left join consultations.proposal p on p.id = o.proposal_id
      where o.vote_id = $1 order by o.position, o.key`, [voteId])
  }

  private async view(tx: EntityManager, actor: Actor | null, vote: VoteRow): Promise<VoteView> {
    const place = { kind: vote.ownerKind, code: vote.ownerCode }
    const configure = mayActIn(actor, 'vote.configure', place)
    const review = mayActIn(actor, 'contested.review', place) && (vote.state === 'open' || vote.state === 'counting')
    const { participation } = await one<{ participation: number | null }>(tx, `
      select case $2 when 'draft' then null when 'open' then roll.participation($1) when 'counting' then roll.participation($1)
        else ${SEALED_PARTICIPATION('$1')} end as participation`, [vote.id, vote.state])
    const sealableAt = vote.admittedUntil && sealsAt({ closesAt: vote.closesAt.getTime(), admittedUntil: vote.admittedUntil.getTime(), claimDays: vote.claimDays })
    const contestedPending = review ? (await one<{ pending: number }>(tx, 'select roll.contested_count($1) as pending', [vote.id])).pending : null
    const openClaims = review ? await this.inclusion.claimsBeforeSealing(tx, vote.id) : null
    return {
      id: vote.id,
      consultationId: vote.consultationId,
      consultationSlug: vote.consultationSlug,
      consultationTitle: vote.consultationTitle,
      revision: vote.revision,
      question: vote.question,
      method: vote.method,
      form: methodNamed(vote.method)?.form ?? 'approval',
      rules: vote.rules,
      currency: vote.currency,
      draftRules: configure && vote.state === 'draft' ? allRules(vote) : null,
      rollKind: vote.rollKind,
      claimDays: vote.claimDays,
      state: vote.state,
      suspended: vote.suspended,
      opensAt: vote.opensAt.toISOString(),
      closesAt: vote.closesAt.toISOString(),
      admittedUntil: vote.admittedUntil?.toISOString() ?? null,
      sealableAt: sealableAt ? new Date(sealableAt).toISOString() : null,
      options: await this.options(tx, vote.id),
      participation,
      whoSeesWhat,
      may: {
        edit: configure && vote.state === 'draft',
        editRules: configure && vote.consultationState === 'draft',
        review,
        seal: mayActIn(actor, 'vote.seal', place) && vote.state === 'counting' && sealableAt !== null && (await this.clock.now(tx)).getTime() >= sealableAt && contestedPending === 0 && openClaims?.holding === 0,
        publish: mayActIn(actor, 'results.publish', place) && vote.state === 'tallied',
      },
      contestedPending,
      openClaims,
    }
  }
}

/** Takes the next number if nobody took it since this one was read: of two who save at once, the database lets one through. */
async function nextRevision(tx: EntityManager, voteId: string, revision: number): Promise<void> {
  if (await touched(tx, 'update consultations.vote set revision = revision + 1 where id = $1 and revision = $2', [voteId, revision]) === 0) {
    throw new DomainError('vote.changed-meanwhile', { status: 409 })
  }
}

interface ChosenProposal {
  id: string
  number: number
  title: string
  body: string
  municipalityCode: string | null
}

/** Refusals about the options rather than the rules. */
const OF_OPTIONS: ReadonlySet<string> = new Set(['question.no-option', 'question.option-id', 'question.repeated-option', 'question.cost', 'question.no-cost', 'question.costs-too-large'])

function configurationRefusals(method: string, rules: VoteRules, options: readonly VoteOptionFacts[]): Refusal[] {
  const known = methodNamed(method)
  if (!known?.offered) return [{ code: 'vote.unknown-method', at: 'method' }]
  const question = questionOf(method, rules, options)
  const refusals = known.questionRefusals(question)
  // Without options yet, the least and the most are judged against each other only.
  return options.length > 0 ? refusals : refusals.filter(({ code }) => code !== 'question.least-and-most' || question.min > question.max)
}
