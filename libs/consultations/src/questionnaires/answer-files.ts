import { DomainError, rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { questionsOf, type Answers, type Questionnaire } from './questionnaire'

/** Who holds the files of answers: the sheet, or until they are sent the session of a desk. */
export type Holder = { sheetId: string } | { assistanceId: string }

/**
 * Answers with what is kept of their files: a file of somebody else, of another question or that is gone is refused.
 * Error: 422 `answer.file-unknown` with each question.
 */
export async function confirmFiles(tx: EntityManager, holder: Holder, content: Questionnaire, answers: Answers): Promise<Answers> {
  const given = Object.entries(answers).flatMap(([question, { file }]) => (file === undefined ? [] : [{ question, file }]))
  if (given.length === 0) return answers
  const found = await rows<{ id: string, question: string, name: string, bytes: number }>(tx, `
    select a.id, a.question, a.name, a.bytes from consultations.attachment a
    where a.id = any($1::uuid[]) and ${'sheetId' in holder ? 'a.sheet_id = $2' : 'a.assistance_id = $2 and a.sheet_id is null'}`, [given.map(({ file }) => file), 'sheetId' in holder ? holder.sheetId : holder.assistanceId])
  const kept = new Map(found.map((row) => [`${row.question} ${row.id}`, row]))
  DomainError.throwIfAny(given.filter(({ question, file }) => !kept.has(`${question} ${file}`)).map(({ question }) => ({
    code: 'answer.file-unknown', at: question, facts: { question: questionsOf(content).find(({ key }) => key === question)?.label ?? question },
  })))
  return { ...answers, ...Object.fromEntries(given.map(({ question, file }) => {
    const { name, bytes } = kept.get(`${question} ${file}`) ?? { name: '', bytes: 0 }
    return [question, { file, name, bytes }]
  })) }
}

/** Removes what neither the answers nor what was sent name any more. The sheet is locked. */
export async function dropUnusedFiles(tx: EntityManager, sheetId: string, question: string | null = null): Promise<void> {
  await tx.query(`
    delete from consultations.attachment a using consultations.answer_sheet s
    where s.id = $1 and a.sheet_id = s.id and ($2::text is null or a.question = $2) and coalesce(a.id::text not in (coalesce(s.answers -> a.question ->> 'file', ''), coalesce(s.sent -> a.question ->> 'file', '')), true)`, [sheetId, question])
}

/** From the session of a desk to the sheet: from here on nothing ties them to that session. What was given there and is not named goes. */
export async function handOverFiles(tx: EntityManager, assistanceId: string, sheetId: string, answers: Answers): Promise<void> {
  await tx.query('update consultations.attachment set sheet_id = $2, assistance_id = null where assistance_id = $1 and token is null and id = any($3::uuid[])', [assistanceId, sheetId, Object.values(answers).flatMap(({ file }) => file ?? [])])
  await tx.query('delete from consultations.attachment where assistance_id = $1 and token is null', [assistanceId])
}
