// Questionnaires for tests: one that is open, people who answer it.
import type TestAgent from 'supertest/lib/agent'
import type { TestPlatform } from './app'
import { aDraft, inDays, pass, withCentres } from './consultations'
import { aCivilStatus, signedIn } from './votes'

export interface OpenQuestionnaire {
  id: string
  slug: string
  staff: TestAgent
}

const options = (...labels: string[]): object[] => labels.map((label, index) => ({ key: `o${index + 1}`, label }))

export const CONTENT = {
  introduction: 'Dites-nous comment vous venez.',
  sections: [
    { key: 's1', title: 'Vous', text: '', items: [
      { key: 'moyen', kind: 'choice', label: 'Comment venez-vous ?', options: options('À pied', 'À vélo', 'En bus'), other: true, mandatory: true },
      { key: 'piste', kind: 'scale', label: 'Les pistes vous conviennent-elles ?', min: 1, max: 5, condition: { question: 'moyen', operator: 'is', value: 'o2' } },
    ] },
    { key: 's2', title: 'Vos idées', text: 'Tout est lu.', items: [
      { key: 'envies', kind: 'choices', label: 'Que voulez-vous ?', options: options('Des arbres', 'Des bancs', 'De l’eau'), most: 2, other: true },
      { key: 'mot', kind: 'prose', label: 'Un mot ?', maxLength: 500 },
    ] },
  ],
}

/** A draft with a phase of questionnaire, not saved yet. */
export async function aQuestionnaireDraft(platform: TestPlatform, over: Record<string, unknown> = {}): Promise<OpenQuestionnaire> {
  await withCentres(platform)
  const staff = await signedIn(platform, 'staff')
  const { id, slug } = await aDraft(platform, staff, over, [{ kind: 'questionnaire', title: 'Vous répondez', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) }])
  return { id, slug, staff }
}

/** One that people answer now. Moves the clock by 21 days. */
export async function withQuestionnaireOpen(platform: TestPlatform, content: object = CONTENT): Promise<OpenQuestionnaire> {
  const made = await aQuestionnaireDraft(platform)
  await made.staff.put(`/api/consultations/${made.id}/questionnaire`).send({ revision: 0, content }).expect(200)
  await made.staff.post(`/api/consultations/${made.id}/announcement`).expect(201)
  await pass(platform, '21 days')
  return made
}

export const begin = async (agent: TestAgent, slug: string): Promise<string> => ((await agent.post(`/api/consultations/${slug}/answer-sheets`).expect(201)).body as { code: string }).code

/** Two pages filled; not sent. */
export async function filled(agent: TestAgent, slug: string, over: { moyen?: object, mot?: object } = {}): Promise<string> {
  const code = await begin(agent, slug)
  await agent.put(`/api/answer-sheets/${code}/pages/s1`).send({ answers: { moyen: over.moyen ?? { choice: 'o1' } } }).expect(200)
  await agent.put(`/api/answer-sheets/${code}/pages/s2`).send({ answers: { envies: { choices: ['o1'] }, mot: over.mot ?? { passed: true } } }).expect(200)
  return code
}

/** Answers of somebody of this name, sent without an account. */
export async function answered(platform: TestPlatform, slug: string, birthSurname: string, over: { moyen?: object, mot?: object, municipalityCode?: string } = {}): Promise<string> {
  const agent = platform.stranger()
  const code = await filled(agent, slug, over)
  await agent.post(`/api/answer-sheets/${code}/sending`).send({ civilStatus: aCivilStatus({ birthSurname, municipalityCode: over.municipalityCode ?? '59350' }) }).expect(200)
  return code
}

export async function countOf(platform: TestPlatform, table: string, where: string, params: unknown[]): Promise<number> {
  return Number((await platform.db.owner.query<{ n: string }>(`select count(*) as n from consultations.${table} where ${where}`, params)).rows[0]?.n)
}
