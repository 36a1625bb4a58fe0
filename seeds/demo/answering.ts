import { AnswerSheets, keepFile, preparedFile, QuestionnairePublications, Questionnaires, TEMPLATES, type Answers, type Questionnaire } from '@parvis/consultations'
import type { CivilStatusGiven } from '@parvis/identity'
import { AssistedEntries, AssistedSessions } from '@parvis/inclusion'
import { DataSource } from 'typeorm'
import type { Chance } from './chance'
import { HOME_COMMUNES } from './people'
import { drawn } from './pictures'
import type { Prepared, QuestionnairePlan } from './shapes'
import type { Stage } from './stage'
import { atDesk } from './taking-part'

type Item = Questionnaire['sections'][number]['items'][number]

const WORDS = [
  'Plus de bancs, s’il vous plaît. Ma mère ne peut pas marcher longtemps.', 'Le soir, on ne voit rien près du pont.', 'Merci de demander avant de commencer les travaux.', 'Les trottoirs sont trop hauts pour une poussette.',
  'Un point d’eau près des jeux changerait tout en été.', 'Gardez les grands arbres.', 'Le bus passe trop rarement le dimanche.', 'Il manque des arceaux pour les vélos devant la gare.', 'Je viens tous les matins, c’est mon moment de calme.',
] as const

const contentOf = ({ template }: QuestionnairePlan): Questionnaire => {
  const found = TEMPLATES.find(({ id }) => id === template)
  if (!found) throw new Error(`No ready questionnaire is called ${template}`)
  return found.content
}

/** Copies the ready questionnaire of the plan. */
export async function writeQuestionnaire(stage: Stage, { id, staff }: Prepared, { template }: QuestionnairePlan): Promise<void> {
  await stage.service(Questionnaires).copy(staff, id, 0, { template })
}

/** Somebody's answers: the first options more often than the last, one question in fifteen passed. */
function inventAnswers(chance: Chance, { sections }: Questionnaire, person: CivilStatusGiven): Answers {
  const answers: Answers = {}
  for (const item of sections.flatMap(({ items }) => items)) {
    const answer = item.kind === 'note' || (!item.mandatory && chance.next() < 1 / 15) ? null : inventAnswer(chance, item, person)
    if (answer) answers[item.key] = answer
    else if (item.kind !== 'note') answers[item.key] = { passed: true }
  }
  return answers
}

function inventAnswer(chance: Chance, item: Item, person: CivilStatusGiven): Answers[string] | null {
  const weighted = (item.options ?? []).map(({ key }, index, all) => ({ key, weight: all.length - index + 1 }))
  switch (item.kind) {
    case 'choice': return item.other && chance.next() < 0.05 ? { choice: 'other', other: 'Autrement' } : { choice: chance.weighted(weighted).key }
    case 'choices': return { choices: chance.severalWeighted(weighted, chance.between(1, Math.min(item.most ?? 3, 3))).map(({ key }) => key) }
    case 'scale': return { value: Math.round(((item.min ?? 1) + (item.max ?? 5)) / 2 + ((item.max ?? 5) - (item.min ?? 1)) * (chance.next() - 0.35) * 0.7) }
    case 'matrix': return { rows: Object.fromEntries((item.rows ?? []).map(({ key }) => [key, chance.weighted(weighted).key])) }
    case 'ranking': return { order: chance.severalWeighted(weighted, Math.min(item.most ?? weighted.length, chance.between(2, weighted.length))).map(({ key }) => key) }
    case 'number': return { value: Math.min(item.max ?? 60, chance.between(1, 12) * 5) }
    case 'date': return { date: `2026-${String(chance.between(1, 9)).padStart(2, '0')}-${String(chance.between(1, 28)).padStart(2, '0')}` }
    // Given apart, by whom the plan says.
    case 'file': return null
    case 'commune': case 'point': return { commune: chance.next() < 0.5 ? person.municipalityCode : chance.weighted(HOME_COMMUNES).code }
    default: return chance.next() < 0.3 ? { text: chance.pick(WORDS) } : null
  }
}

/** Sends their answers: most from home without an account, one in eight at a desk. */
export async function answer(stage: Stage, { id }: Prepared, plan: QuestionnairePlan, people: readonly CivilStatusGiven[], chance: Chance): Promise<void> {
  const content = contentOf(plan)
  const sheets = stage.service(AnswerSheets)
  for (const [index, person] of people.entries()) {
    const answers = inventAnswers(chance, content, person)
    if (index % 8 === 7) {
      const session = await atDesk(stage, plan.desk, id, person)
      await stage.service(AssistedEntries).answer((tx) => stage.service(AssistedSessions).lock(tx, session.mediator, session.id), { answers: answers as Record<string, Record<string, unknown>>, readBack: true })
      await stage.service(AssistedSessions).end(session.mediator, session.id)
      continue
    }
    const { code } = await sheets.begin(id)
    for (const { key, items } of content.sections) {
      const own = Object.fromEntries(items.flatMap((item) => (answers[item.key] ? [[item.key, answers[item.key]]] : [])))
      const pictured = index % 20 === 5 && items.find((item) => item.key === plan.pictures?.question)
      if (plan.pictures && pictured) own[pictured.key] = { file: await givePicture(stage, id, plan.pictures, index) }
      await sheets.savePage(code, key, own)
    }
    await sheets.send(null, code, person)
  }
}

/** Puts a drawing on the sheet that was just begun; nobody's photograph is invented. */
async function givePicture(stage: Stage, consultationId: string, { question, scene }: NonNullable<QuestionnairePlan['pictures']>, index: number): Promise<string> {
  const file = await preparedFile({ bytes: await drawn(scene), name: `le-parc-${index}.png` })
  return stage.service(DataSource).transaction(async (tx) => {
    const [sheet]: { id: string }[] = await tx.query('select id from consultations.answer_sheet where consultation_id = $1 and state = \'draft\' limit 1', [consultationId])
    const kept = sheet && await keepFile(tx, { consultationId, sheetId: sheet.id, question }, file, '', 1)
    if (!kept) throw new Error('No sheet to put the picture on')
    return kept
  })
}

export async function publishAnswers(stage: Stage, { id, staff }: Prepared, { published }: QuestionnairePlan): Promise<void> {
  if (!published) return
  await stage.service(QuestionnairePublications).request(staff, id, { headline: published.headline, nextSteps: published.nextSteps, texts: published.texts })
}
