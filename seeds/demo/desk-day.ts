import { randomBytes, randomUUID } from 'node:crypto'
import { Appointments } from '@parvis/inclusion'
import { DataSource } from 'typeorm'
import type { Stage } from './stage'

/** Six months are played in some minutes: nobody is asked why it went so fast. */
export async function setPlayingPace(owner: DataSource): Promise<void> {
  await owner.query('insert into inclusion.pace_setting (mediator_quota, warning_at, centre_quota, median_seconds, median_of, least_seconds, outside_minutes, answer_days) values (500, 500, 2000, 0, 10, 0, 240, 2)')
}

/** A morning at Wazemmes: people who wait, who are received, who come later; a question about a day, and one that was answered. */
export async function playDay(stage: Stage): Promise<void> {
  const { owner, actors: { mediatorLille: lille, mediatorRoubaix: roubaix } } = stage
  await owner.query('delete from inclusion.pace_alert; delete from inclusion.desk_pace')
  await owner.query('insert into inclusion.pace_setting (mediator_quota, warning_at, centre_quota, median_seconds, median_of, least_seconds, outside_minutes, answer_days) values (40, 32, 150, 25, 10, 12, 30, 2)')
  const centre = async (slug: string): Promise<string> => ((await owner.query('select id from inclusion.centre where slug = $1', [slug])) as { id: string }[])[0]?.id ?? ''
  const [wazemmes, maison] = [await centre('lille-wazemmes'), await centre('roubaix-maison-du-numerique')]

  // Minutes ago: made, taken, ended; the last ones wait.
  const tickets: [number, number | null, number | null, string, string | null][] = [
    [62, 60, 49, '', null], [58, 49, 38, 'arabe', 'interpreter'], [55, 38, 30, '', null], [41, 30, 17, '', 'children'], [33, 17, null, '', null],
    [24, null, null, 'ukrainien', 'cannot-read-french'], [15, null, null, '', 'wheelchair'], [6, null, null, '', null],
  ]
  for (const [made, taken, ended, language, need] of tickets) {
    await owner.query(`
      insert into inclusion.ticket (centre_id, language, need, token, state, made_at, called_at, called_by, taken_at, ended_at)
      values ($1, $2, $3, $4, $5, now() - make_interval(mins => $6), now() - make_interval(mins => $7), $8, now() - make_interval(mins => $7), now() - make_interval(mins => $9))`,
    [wazemmes, language, need, randomUUID(), ended !== null ? 'served' : taken !== null ? 'taken' : 'waiting', made, taken, taken === null ? null : lille.accountId, ended])
  }

  for (const id of [wazemmes, maison]) await owner.query('insert into inclusion.appointment_setting (centre_id, minutes, places, online_most, days_ahead) values ($1, 30, 2, 8, 21)', [id])
  await owner.query(`insert into inclusion.appointment (centre_id, day, starts, source, state, need, token, cancel_hash) values ($1, platform.today(), '09:30', 'desk', 'came', 'wheelchair', $2, $3)`, [wazemmes, randomUUID(), randomBytes(32)])
  const appointments = stage.service(Appointments)
  await stage.service(DataSource).transaction(async (tx) => {
    const offer = await appointments.offer(tx, wazemmes)
    const now = await appointments.moment(tx)
    const free = (await appointments.free(tx, offer, now, false)).slice(0, 3).flatMap(({ day, slots }) => slots.filter((_, index) => index % 5 === 2).map(({ starts }) => ({ day, starts })))
    for (const [index, { day, starts }] of free.entries()) {
      await appointments.insert(tx, offer, { day, starts, token: randomUUID(), ...(index % 3 === 0 ? { phone: '03 20 00 00 00' } : {}), ...(index % 2 === 0 ? { need: 'cannot-read-french' as const, spoken: 'arabe' } : {}) }, 'desk', now)
    }
  })

  const ask = (accountId: string, at: string, kind: string, facts: object, more: [string, string | null]): Promise<unknown> => owner.query(`
    insert into inclusion.pace_alert (account_id, centre_id, day, kind, facts, state, made_on, due_on, explanation, explained_on)
    values ($1, $2, platform.today() - 1, $3, $4, $5, platform.today() - 1, platform.today() + 2, coalesce($6, ''), case when $6::text is not null then platform.today() end)`, [accountId, at, kind, JSON.stringify(facts), ...more])
  await ask(lille.accountId, wazemmes, 'pace', { visits: 11, fastest: 9, median: 22, outside: 0, version: 1 }, ['TO_EXPLAIN', null])
  await ask(roubaix.accountId, maison, 'outside-hours', { visits: 6, fastest: 41, median: 75, outside: 4, version: 1 }, ['EXPLAINED', 'Nous avons reçu le groupe de français après la fermeture, comme prévu avec l’association.'])
}
