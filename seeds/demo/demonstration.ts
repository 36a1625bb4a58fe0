import type { INestApplicationContext } from '@nestjs/common'
import { METROPOLIS, MunicipalityDirectory } from '@parvis/identity'
import { parseCentres } from '@parvis/inclusion'
import { DateTime } from 'luxon'
import type { DataSource } from 'typeorm'
import { CENTRE_FILE, CENTRES } from './centres'
import { Chance } from './chance'
import { makeClaims } from './claims'
import { makeCandidate, makeCitizens, makeDemoAccounts, makeReserve } from './accounts'
import { playDay, setPlayingPace } from './desk-day'
import { sendImport } from './importing'
import { askToBeTold } from './follow-ups'
import { makeCallbacks } from './callbacks'
import { makeKiosks } from './kiosks'
import { giveMandates } from './mandates'
import { makePaper } from './paper'
import { receiveBatches } from './paper-batches'
import { inventPeople } from './people'
import { PLANS } from './plans'
import { play } from './schedule'
import { setClock, Stage } from './stage'

const CITIZENS = 110
const SEED = 59

/**
 * Plays half a year of a metropolis through the real services, and leaves the clock where it belongs.
 * @param say one line for each long step
 */
export async function seedDemonstration(app: INestApplicationContext, owner: DataSource, say: (line: string) => void): Promise<void> {
  const now = DateTime.now()
  await app.get(MunicipalityDirectory, { strict: false }).load()
  try {
    await setClock(owner, now.minus({ days: 1 - Math.min(...PLANS.map(({ drafted }) => drafted)) }))
    await seedCentres(owner)
    await setPlayingPace(owner)
    const actors = await makeDemoAccounts(app, owner)
    const citizens = await makeCitizens(app, owner, inventPeople(new Chance(SEED), CITIZENS))
    say(`${CENTRES.length} lieux d’aide, ${Object.keys(actors).length} comptes, ${citizens.length} habitants inventés`)
    const stage = new Stage(app, owner, actors, now)
    let tenth = 0
    await play(stage, citizens, (done, of) => {
      if (Math.floor((done * 4) / of) === tenth) return
      tenth = Math.floor((done * 4) / of)
      say(`six mois de participation : ${Math.round((done * 100) / of)} %`)
    })
    await setClock(owner, null)
    await stage.work()
    await giveMandates(stage)
    await makeKiosks(stage)
    await makePaper(stage)
    await receiveBatches(stage)
    await playDay(stage)
    await makeClaims(stage)
    await askToBeTold(stage)
    await makeCallbacks(stage)
    await sendImport(stage)
    await makeCandidate(owner)
    await makeReserve(owner)
  } finally {
    await setClock(owner, null)
  }
}

async function seedCentres(owner: DataSource): Promise<void> {
  for (const { slug, name, organisation, municipalityCode, address, postalCode, phone, hours, access, languages, serves, latitude, longitude, openingHours, services, specificCare, accessibility, typologies, equipment, closures = [], stops = [], appointment = false } of CENTRES) {
    const made = await owner.query(`
      insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, access, languages, serves, latitude, longitude, opening_hours, services, specific_care, accessibility, typologies,
        kiosks, headphones, printers, mobile, access_modes, support_modes, fees)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, '{Accompagnement individuel}', '{Gratuit}') returning id`,
    [slug, name, organisation, municipalityCode, address, postalCode, phone, hours, access, languages, serves, latitude, longitude, openingHours, services, specificCare, accessibility, typologies, ...equipment, stops.length > 0,
      appointment ? ['Téléphoner'] : ['Se présenter', 'Téléphoner']]) as { id: string }[]
    const id = made[0]?.id
    // Days from the real today: the six months that are played end there.
    for (const { from, to, reason } of closures) await owner.query(`insert into inclusion.centre_closure (centre_id, from_day, to_day, reason) values ($1, current_date + $2::integer, current_date + $3::integer, $4)`, [id, from, to, reason])
    for (const { day, opens, closes, place, municipalityCode: stop } of stops) await owner.query(`insert into inclusion.centre_stop (centre_id, day, opens, closes, place, municipality_code) values ($1, current_date + $2::integer, $3, $4, $5, $6)`, [id, day, opens, closes, place, stop])
  }
  const codes = new Set((await owner.query('select code from identity.municipality') as { code: string }[]).map(({ code }) => code))
  const { rows: lines, problems, centres: places } = parseCentres(Buffer.from(CENTRE_FILE.content), { byCode: (code) => (codes.has(code) ? code : null), byName: () => null })
  await owner.query(`insert into inclusion.centre_import (owner_kind, owner_code, file_name, sent_at, lines, problems, places) values ('metropolis', $1, $2, now() - interval '2 hours', $3, $4, $5)`,
    [METROPOLIS.code, CENTRE_FILE.name, JSON.stringify(lines), JSON.stringify(problems), JSON.stringify(places)])
}
