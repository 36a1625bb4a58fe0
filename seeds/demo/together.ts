import { Amendments, CoauthorCodes, Coauthors, ParticipantKeyring, Proposals, Reshapings } from '@parvis/consultations'
import { AssistedCompany, AssistedSessions } from '@parvis/inclusion'
import { randomUUID } from 'node:crypto'
import type { Prepared } from './shapes'
import type { Stage } from './stage'
import { atDesk } from './taking-part'
import type { Citizen } from './taking-part'

/** Somebody signs with the citizen, others amend her text, and staff unite two proposals that ask for the same. */
export async function makeTogether(stage: Stage, { id, staff }: Prepared, citizens: readonly Citizen[]): Promise<void> {
  const { citizen, mediatorLille: neighbour } = stage.actors
  const [own]: { id: string, title: string, body: string, version: number }[] = await stage.owner.query(`
    select p.id, p.title, p.body, (select max(v.version)::integer from consultations.proposal_version v where v.proposal_id = p.id) as version
    from consultations.proposal p where p.consultation_id = $1 and p.author_id = $2 and p.state = 'submitted' order by p.number limit 1`, [id, citizen.accountId])
  if (own) {
    const [declined, waiting] = [`${own.body}\n\nLes arbres seraient arrosés par les riverains.`, `${own.body}\n\nDes bancs à dossier seraient posés sous les arbres.`]
    const amend = (body: string, reason: string) => stage.service(Amendments).proposeOwn(neighbour, own.id, { baseVersion: own.version, title: own.title, body, reason, submissionToken: randomUUID() })
    const first = await amend(declined, 'Cela coûterait moins cher et donnerait envie de s’en occuper.')
    await stage.service(Amendments).decline(citizen, first.id, 'L’été, beaucoup de riverains sont partis : les arbres auraient soif.')
    await amend(waiting, 'Les personnes âgées ont besoin d’un dossier pour se relever.')
    await stage.service(Coauthors).invite(citizen, own.id, neighbour.email)
  }
  await helpedToday(stage, id, citizens)
  const two = [
    { title: 'Une fontaine à boire à chaque sortie de métro', body: 'Quand il fait chaud, on cherche où boire. Une fontaine à chaque sortie de métro suffirait.' },
    { title: 'De l’eau fraîche à la sortie du métro', body: 'Des points d’eau potable aux sorties de métro, signalés sur les plans du quartier.' },
  ]
  const sent: string[] = []
  for (const [index, { title, body }] of two.entries()) {
    const author = citizens[index]?.actor
    if (author) sent.push((await stage.service(Proposals).submitOwn({ ...author, displayName: index ? 'Jeanne V.' : 'Farid O.' }, id, { title, body, theme: 'environment', municipalityCode: '59350', submissionToken: randomUUID() })).id)
  }
  // Two of them support both: united, five people.
  const keyring = stage.service(ParticipantKeyring)
  for (const [index, proposalId] of sent.entries()) {
    for (const { person } of citizens.slice(2 + index, 5 + index * 2)) await stage.service(Proposals).support(null, { proposalId, supporterKey: keyring.keyOf(id, person).k0, channel: 'online' })
  }
  const { fingerprint, refusals } = await stage.service(Reshapings).plan(staff, id, { kind: 'merge', proposalIds: sent })
  if (refusals.length > 0) throw new Error(`The demonstration unites what cannot be: ${refusals.map(({ code }) => code).join()}`)
  await stage.service(Reshapings).merge(staff, id, {
    proposalIds: sent, fingerprint, title: 'De l’eau potable à chaque sortie de métro', body: 'Une fontaine ou un point d’eau potable à chaque sortie de métro, signalé sur les plans du quartier.',
    theme: 'environment', municipalityCode: '59350', reason: 'Ces deux propositions demandent la même chose, avec d’autres mots.',
  })
}

/** At a desk: somebody brings the code of an author and signs, another amends, and a third reports what others reported already. */
async function helpedToday(stage: Stage, consultationId: string, citizens: readonly Citizen[]): Promise<void> {
  const [proposal]: { id: string, author: string, title: string, body: string, version: number }[] = await stage.owner.query(`
    select p.id, p.author_id as author, p.title, p.body, (select max(v.version)::integer from consultations.proposal_version v where v.proposal_id = p.id) as version
    from consultations.proposal p where p.consultation_id = $1 and p.author_id = any($2::uuid[]) and p.state = 'submitted' order by p.number desc limit 1`, [consultationId, citizens.map(({ actor }) => actor.accountId)])
  const author = citizens.find(({ actor }) => actor.accountId === proposal?.author)?.actor
  const [signs, amends, reports] = citizens.filter(({ actor }) => actor !== author).slice(20)
  if (!proposal || !author || !signs || !amends || !reports) throw new Error('Nobody of the demonstration is there to be helped')
  const company = stage.service(AssistedCompany)
  const helped = async ({ person }: Citizen, act: (session: Awaited<ReturnType<typeof atDesk>>) => Promise<unknown>): Promise<void> => {
    const session = await atDesk(stage, 'lille-wazemmes', consultationId, person)
    await act(session)
    await stage.service(AssistedSessions).end(session.mediator, session.id)
  }
  const code = await stage.service(CoauthorCodes).give(author, proposal.id)
  await helped(signs, ({ id, mediator }) => company.sign(mediator, id, { code, readBack: true }))
  await helped(amends, ({ id, mediator }) => company.amend(mediator, id, {
    proposalId: proposal.id, baseVersion: proposal.version, title: proposal.title, body: `${proposal.body}\n\nUn panneau à gros caractères le dirait sur place.`, reason: 'La personne ne lit pas sur un téléphone.', submissionToken: randomUUID(),
  }))
  const [waiting]: { proposalId: string }[] = await stage.owner.query(`select proposal_id as "proposalId" from consultations.moderation_case where consultation_id = $1 and state = 'waiting' and proposal_id is not null limit 1`, [consultationId])
  await helped(reports, ({ id, mediator }) => company.report(mediator, id, { proposalId: waiting?.proposalId ?? proposal.id, reason: 'off-topic', words: 'Ce n’est pas dans notre ville.' }))
}
