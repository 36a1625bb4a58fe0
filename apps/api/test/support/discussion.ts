// Debates and comments for tests, made over HTTP as people make them.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import type { TestPlatform } from './app'
import { anAnnounced, inDays, pass } from './consultations'
import type { Made } from './consultations'

/** A debate is open now, in a consultation of its own. Moves the clock by 21 days. */
export async function withDebateOpen(platform: TestPlatform, staff: TestAgent, over: Record<string, unknown> = {}): Promise<Made & { debate: { id: string, number: number } }> {
  const { id } = await anAnnounced(platform, staff, over, [{ kind: 'debate', title: 'Le débat', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) }])
  await pass(platform, '21 days')
  const made = (await staff.get(`/api/consultations/${id}`).expect(200)).body as Made
  return { ...made, debate: await aDebate(staff, made) }
}

export const debateText = { title: 'La place des voitures au centre', question: 'Faut-il fermer la rue de la gare aux voitures ?', body: 'La rue est étroite. Deux écoles y donnent.' }

export async function aDebate(staff: TestAgent, made: Made, over: Record<string, unknown> = {}): Promise<{ id: string, number: number }> {
  const phaseId = made.phases.find(({ kind }) => kind === 'debate')?.id
  const debate = (await staff.post(`/api/consultations/${made.id}/debates`).send({ ...debateText, phaseId, ...over }).expect(201)).body as { id: string, number: number }
  await staff.post(`/api/debates/${debate.id}/publication`).expect(201)
  return debate
}

export const aComment = (over: Record<string, unknown> = {}): Record<string, unknown> => ({ stance: 'for', body: 'Oui, les enfants seraient plus tranquilles.', submissionToken: randomUUID(), ...over })

export async function comment(agent: TestAgent, over: Record<string, unknown>): Promise<string> {
  return ((await agent.post('/api/comments').send(aComment(over)).expect(201)).body as { id: string }).id
}
