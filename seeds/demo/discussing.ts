import { randomUUID } from 'node:crypto'
import { Appeals, Comments, Debates, ModerationDecisions, Reports, SavedFilters } from '@parvis/consultations'
import { METROPOLIS } from '@parvis/identity'
import { AssistedEntries, AssistedSessions } from '@parvis/inclusion'
import type { Chance } from './chance'
import type { CommentText, DebateText, Prepared } from './shapes'
import type { Stage } from './stage'
import type { Citizen } from './taking-part'
import { atDesk } from './taking-part'

type Subject = { debateId: string } | { proposalId: string }

/** Writes and publishes a debate when its phase is open, lets people answer on the days after, and concludes it. */
export function debate(stage: Stage, text: DebateText, opens: number, citizens: readonly Citizen[], chance: Chance, made: () => Prepared, on: (day: number, hour: number, run: () => Promise<void>) => void): void {
  let id = ''
  on(opens, 11, async () => {
    const [phase]: { id: string }[] = await stage.owner.query(`select id from consultations.phase where consultation_id = $1 and kind = 'debate'`, [made().id])
    const debates = stage.service(Debates)
    const { number } = await debates.write(stage.actors.metropolis, made().id, { phaseId: phase?.id ?? '', title: text.title, question: text.question, body: text.body })
    const [row]: { id: string }[] = await stage.owner.query('select id from consultations.debate where consultation_id = $1 and number = $2', [made().id, number])
    id = row?.id ?? ''
    await debates.publish(stage.actors.metropolis, id)
  })
  for (const [index, comment] of text.comments.entries()) on(opens + 1 + index, 15, async () => void (await say(stage, made(), { debateId: id }, comment, citizens, chance)))
  const { conclusion } = text
  if (conclusion) on(conclusion.on, 17, () => stage.service(Debates).conclude(stage.actors.metropolis, id, conclusion))
}

/** Comments on proposals; and what people report of them: some wait, one is hidden, and its author appeals. */
export async function discuss(stage: Stage, consultation: Prepared, discussion: readonly { proposal: string, comments: readonly CommentText[] }[], citizens: readonly Citizen[], chance: Chance): Promise<void> {
  const said: string[] = []
  for (const { proposal, comments } of discussion) {
    const [row]: { id: string }[] = await stage.owner.query('select id from consultations.proposal where consultation_id = $1 and title = $2', [consultation.id, proposal])
    if (!row) throw new Error(`No proposal of the demonstration is called « ${proposal} »`)
    for (const comment of comments) said.push(await say(stage, consultation, { proposalId: row.id }, comment, citizens, chance))
  }
  await moderate(stage, consultation, said, citizens, discussion[0]?.proposal ?? '')
}

async function say(stage: Stage, consultation: Prepared, subject: Subject, text: CommentText, citizens: readonly Citizen[], chance: Chance): Promise<string> {
  const comments = stage.service(Comments)
  const people = chance.shuffled(citizens)
  const [writer] = people
  if (!writer) throw new Error('Nobody is there to write')
  const submissionToken = randomUUID()
  if (text.desk) {
    const session = await atDesk(stage, text.desk, consultation.id, writer.person)
    await stage.service(AssistedEntries).comment((tx) => stage.service(AssistedSessions).lock(tx, session.mediator, session.id), { ...subject, stance: text.stance, body: text.body, submissionToken })
    await stage.service(AssistedSessions).end(session.mediator, session.id)
  } else await comments.submitOwn(writer.actor, { ...subject, stance: text.stance, body: text.body, submissionToken })
  const [row]: { id: string }[] = await stage.owner.query('select id from consultations.comment where submission_token = $1', [submissionToken])
  const id = row?.id ?? ''
  for (const [index, { actor }] of people.slice(1, 1 + text.useful + text.notUseful).entries()) await comments.judge(actor, id, index < text.useful)
  for (const [index, reply] of (text.replies ?? []).entries()) {
    const answerer = people[people.length - 1 - index * 3]
    if (!answerer) continue
    const answer = await comments.submitOwn(reply.official ? stage.actors.metropolis : answerer.actor, { ...subject, parentId: id, body: reply.body, submissionToken: randomUUID(), ...(reply.official ? { official: true } : {}) })
    for (const [deeper, body] of (reply.replies ?? []).entries()) {
      const other = people[people.length - 2 - index * 3 - deeper]
      if (other) await comments.submitOwn(other.actor, { ...subject, parentId: answer.id, body, submissionToken: randomUUID() })
    }
  }
  return id
}

/** Two comments and a proposal wait to be read; one of the citizen of the demonstration is hidden, and she does not agree. */
async function moderate(stage: Stage, consultation: Prepared, said: readonly string[], citizens: readonly Citizen[], proposal: string): Promise<void> {
  const reports = stage.service(Reports)
  const [subject, other]: { id: string }[] = await stage.owner.query('select id from consultations.proposal where consultation_id = $1 order by title = $2 desc, number limit 2', [consultation.id, proposal])
  const report = async (who: number, thing: { commentId?: string, proposalId?: string }, reason: 'advert' | 'off-topic' | 'insult', words: string): Promise<void> => {
    const actor = citizens[who]?.actor
    if (actor) await reports.report(actor, { ...thing, reason, words })
  }
  await report(3, { commentId: said[1] }, 'off-topic', 'Ce commentaire parle d’autre chose.')
  await report(5, { commentId: said[1] }, 'off-topic', '')
  await report(7, { commentId: said[2] }, 'advert', 'C’est une annonce pour un magasin.')
  await report(9, { proposalId: other?.id }, 'off-topic', 'La rue n’est pas dans la métropole.')
  const { citizen, metropolis } = stage.actors
  await reports.report(citizen, { commentId: said[1], reason: 'off-topic', words: 'Ce n’est pas le sujet de cette proposition.' })
  const { id } = await stage.service(Comments).submitOwn(citizen, { proposalId: subject?.id, stance: 'against', body: HARSH, submissionToken: randomUUID() })
  await report(11, { commentId: id }, 'insult', 'Elle attaque les commerçants.')
  const [found]: { id: string }[] = await stage.owner.query('select id from consultations.moderation_case where comment_id = $1', [id])
  await stage.service(ModerationDecisions).decide(metropolis, { cases: [found?.id ?? ''], act: 'hide', reason: 'insult', words: 'Vous parlez des commerçants comme de voleurs. Dites ce qui ne va pas sans attaquer les personnes.' })
  const [decision]: { id: string }[] = await stage.owner.query('select hidden_by_decision as id from consultations.moderation_case where comment_id = $1', [id])
  await stage.service(Appeals).appeal(citizen, decision?.id ?? '', 'Je parlais des prix et non des personnes. Mon mot était trop fort, mais mon idée compte : la place ne doit pas devenir une terrasse payante.')
  // What the team looks at each morning.
  await stage.service(SavedFilters).save(metropolis, { list: 'moderation', name: 'Contestations de commentaires', filter: { state: 'appeals', kind: 'comment' }, team: { kind: 'metropolis', code: METROPOLIS.code } })
}

const HARSH = 'Encore un cadeau à ces voleurs de commerçants ! La place est à tout le monde. Moi, je ne veux pas payer un café pour m’asseoir à l’ombre.'
