import { randomUUID } from 'node:crypto'
import { keepFile, ParticipantKeyring, preparedFile, Proposals } from '@parvis/consultations'
import type { Actor, CivilStatusGiven } from '@parvis/identity'
import { AssistedEntries, AssistedSessions } from '@parvis/inclusion'
import type { NewMandateDto } from '@parvis/inclusion'
import { DataSource } from 'typeorm'
import type { Chance } from './chance'
import { aPage, drawn } from './pictures'
import type { Prepared, ProposalText } from './shapes'
import type { Stage } from './stage'

export interface Citizen {
  actor: Actor
  person: CivilStatusGiven
}

/** A proposal that is there, with those who will still support it. */
export interface Posted {
  id: string
  waiting: Citizen[]
}

/** Posts a proposal: from an account, or at a desk in a session like any other. */
export async function propose(stage: Stage, { id: consultationId }: Prepared, text: ProposalText, citizens: readonly Citizen[], chance: Chance): Promise<Posted> {
  const { title, body, theme, commune, author, desk, supports, place } = text
  const submissionToken = randomUUID()
  const neighbours = citizens.filter(({ person }) => person.municipalityCode === commune)
  const citizen = chance.pick(neighbours.length > 0 ? neighbours : citizens)
  if (desk) {
    const session = await atDesk(stage, desk, consultationId, { ...citizen.person, municipalityCode: commune })
    await stage.service(AssistedEntries).propose((tx) => stage.service(AssistedSessions).lock(tx, session.mediator, session.id), { title, body, theme, municipalityCode: commune, place, submissionToken })
    await stage.service(AssistedSessions).end(session.mediator, session.id)
  } else {
    const known = Object.values(stage.actors).find(({ displayName }) => displayName === author)
    const actor = known ?? { ...citizen.actor, displayName: author }
    await show(stage, { consultationId, token: submissionToken, authorId: actor.accountId }, text)
    await stage.service(Proposals).submitOwn(actor, consultationId, { title, body, theme, municipalityCode: commune, place, submissionToken })
  }
  const [row]: { id: string }[] = await stage.owner.query('select id from consultations.proposal where consultation_id = $1 and submission_token = $2', [consultationId, submissionToken])
  return { id: row?.id ?? '', waiting: chance.shuffled(citizens).slice(0, supports) }
}

/** Pictures and papers, given as its author gives them: made anew, in two sizes. */
async function show(stage: Stage, owner: { consultationId: string, token: string, authorId: string }, { pictures = [], paper }: ProposalText): Promise<void> {
  const given = [
    ...await Promise.all(pictures.map(async ({ scene, alt }) => ({ file: await preparedFile({ bytes: await drawn(scene), name: `${scene}.png` }), alt }))),
    ...(paper ? [{ file: await preparedFile({ bytes: aPage(paper), name: `${paper}.pdf` }), alt: '' }] : []),
  ]
  await stage.service(DataSource).transaction(async (tx) => {
    for (const { file, alt } of given) await keepFile(tx, owner, file, alt, given.length)
  })
}

/** Gives a share of the supports that proposals wait for; one in six comes through a desk. */
export async function support(stage: Stage, { id: consultationId }: Prepared, posted: readonly Posted[], share: number, chance: Chance): Promise<void> {
  const proposals = stage.service(Proposals)
  const keyring = stage.service(ParticipantKeyring)
  for (const { id: proposalId, waiting } of posted) {
    const now = waiting.splice(0, Math.ceil(waiting.length * share))
    await stage.service(DataSource).transaction(async (tx) => {
      for (const { person } of now) await proposals.support(tx, { proposalId, supporterKey: keyring.keyOf(consultationId, person).k0, channel: chance.next() < 1 / 6 ? 'on_behalf' : 'online' })
    })
  }
}

/** What is usual at a desk: a sheet signed by hand, for this visit. */
const USUAL: NewMandateDto = { otherConsultationIds: [], scopes: ['ANSWER'], duration: 'ONE_ACT', remote: false, method: 'HANDWRITTEN', language: 'fr' }

/** A session that a mediator of the centre opens, with the consent text in force and a mandate of the person. */
export async function atDesk(stage: Stage, centre: string, consultationId: string, identity: CivilStatusGiven, mandate: Partial<NewMandateDto> = {}): Promise<{ id: string, mediator: Actor, code: string }> {
  const mediator = [stage.actors.mediatorLille, stage.actors.mediatorRoubaix].find(({ grants }) => grants.some(({ placeCode }) => placeCode === centre))
  if (!mediator) throw new Error(`No mediator of the demonstration works at ${centre}`)
  const [place]: { id: string, version: string }[] = await stage.owner.query(`
    select c.id, (select version from inclusion.consent_text where effective_from <= platform.clock() order by effective_from desc limit 1) as version
    from inclusion.centre c where c.slug = $1`, [centre])
  const opened = await stage.service(AssistedSessions).open(mediator, {
    consultationId, centreId: place?.id ?? '', identity, evidence: 'E2', consentVersion: place?.version, mandate: { ...USUAL, ...mandate }, protectiveMeasure: false,
  })
  return { id: opened.id, mediator, code: opened.mandate?.code ?? '' }
}
