import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GreedyAllocation, Question } from '@parvis/voting'
import { approvals, budget } from '@parvis/voting'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import type { PabulibInstance } from './pabulib'
import { parsePabulib } from './pabulib'
import { hundredths } from './pabulib-fields'
import { greedyOf, publishedAllocation } from './pabulib-greedy'

interface Reference {
  num_votes: number
  num_projects: number
  voting_method: Record<string, number>
  published: { selected: string[]; reproduced_by_plain_greedy: boolean | null }
  pabutools: { results: { rule: string; params: { sat?: string }; winners?: string[]; total_cost: number; ties_met: string[][] }[] }
}

const plain: GreedyAllocation = { by: 'votes', whenFull: 'skip', threshold: 0, tie: 'smallest-id' }
const sorted = (ids: readonly string[]) => [...ids].sort()

describeShared('real elections', () => {
  const elections = ['', 'small'].flatMap((folder) =>
    readdirSync(sharedFile(join('pabulib', folder))).filter((name) => name.endsWith('.pb')).map((name) => ({
      name,
      instance: parsePabulib(readFileSync(sharedFile(join('pabulib', folder, name))), name),
      reference: JSON.parse(readFileSync(sharedFile(join('pabulib', folder, 'reference', name.replace('.pb', '.json'))), 'utf8')) as Reference,
    })))

  it('are read whole, 50 of them: as many ballots, projects and channels as the reference says', () => {
    expect(elections).toHaveLength(50)
    for (const { instance, reference } of elections) {
      const methods = new Map<string, number>()
      for (const { votingMethod } of instance.ballots) if (votingMethod !== '') methods.set(votingMethod, (methods.get(votingMethod) ?? 0) + 1)
      expect({ ballots: instance.ballots.length, projects: instance.projects.length, ...Object.fromEntries(methods) })
        .toEqual({ ballots: reference.num_votes, projects: reference.num_projects, ...reference.voting_method })
    }
  })

  it('recount to the votes that the files themselves state for each project', () => {
    for (const { instance } of elections) {
      const votes = new Map<string, number>()
      for (const id of instance.ballots.flatMap(({ projects }) => projects)) votes.set(id, (votes.get(id) ?? 0) + 1)
      expect(instance.projects.map(({ id }) => votes.get(id) ?? 0)).toEqual(instance.projects.map((project) => project.votes))
    }
  })

  it('give the winners that cities published, by the rule their files announce', () => {
    const published = elections.filter(({ reference }) => reference.published.reproduced_by_plain_greedy)
    const equal = published.filter(({ instance, reference }) =>
      sorted(greedyOf(instance, { ...plain, ...publishedAllocation(instance) }).winners).join() === sorted(reference.published.selected).join())
    console.info(`published winners: ${equal.length} of ${published.length}`)
    expect(published).toHaveLength(37)
    expect(equal).toEqual(published)
  })

  it('give the winners and the cost of the reference implementation, whatever the vote type', () => {
    const measures: Record<string, GreedyAllocation['by']> = {
      Cost_Sat: 'votes', Cardinality_Sat: 'votes-per-cost', Additive_Cardinal_Sat: 'votes-per-cost', Additive_Borda_Sat: 'votes-per-cost',
    }
    let compared = 0
    const wrong: string[] = []
    for (const { name, instance, reference } of elections)
      for (const { rule, params, winners, total_cost: cost } of reference.pabutools.results) {
        if (rule !== 'greedy_utilitarian_welfare' || !winners) continue
        compared++
        const ours = greedyOf(instance, { ...plain, by: measures[params.sat ?? ''] ?? 'votes' })
        // The same tie rule as ours: the order of selection is the same too, ties or not.
        if (ours.winners.join() !== winners.join() || ours.totalCost !== cost * hundredths) wrong.push(`${name} ${params.sat}`)
      }
    console.info(`reference greedy results: ${compared - wrong.length} of ${compared}`)
    expect(wrong).toEqual([])
    expect(compared).toBe(85)
  })

  it('give the same result through the budget method that the platform counts with', () => {
    const approvalFiles = elections.filter(({ instance }) => instance.voteType === 'approval' || instance.voteType === 'choose-1')
    expect(approvalFiles).toHaveLength(36)
    for (const { instance } of approvalFiles) {
      const allocation = { ...plain, ...publishedAllocation(instance) }
      const question = questionOf(instance, allocation)
      expect(budget.questionRefusals(question)).toEqual([])
      const count = budget.start(question)
      for (const { projects } of instance.ballots) count.add(approvals(projects))
      const { counted, invalid, winners, totalCost, ties } = count.outcome()
      expect({ counted, invalid, winners, totalCost, ties }).toEqual({ counted: instance.ballots.length, invalid: 0, ...pick(greedyOf(instance, allocation)) })
    }
  })

  it('are counted as the sum of their channels: internet and paper', () => {
    const mixed = elections.find(({ name }) => name === 'Poland_Lodz_2020.pb')
    const ballots = mixed?.instance.ballots ?? []
    const votesOf = (method: string) => ballots.filter(({ votingMethod }) => votingMethod === method).flatMap(({ projects }) => projects)
    const [paper, internet] = [votesOf('paper'), votesOf('internet')]
    for (const { id, votes } of mixed?.instance.projects ?? [])
      expect(paper.filter((one) => one === id).length + internet.filter((one) => one === id).length).toBe(votes)
  })
})

function questionOf({ projects, limits, budget: money }: PabulibInstance, allocation: GreedyAllocation): Question {
  return {
    options: projects, min: Math.max(1, limits.minLength), max: limits.maxLength ?? projects.length, blankAllowed: false,
    maxCost: limits.maxSumCost, budget: money, allocation,
  }
}

function pick({ winners, totalCost, ties }: { winners: string[]; totalCost: number; ties: string[][] }) {
  return { winners, totalCost, ties }
}
