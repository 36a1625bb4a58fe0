import { Injectable } from '@nestjs/common'
import { CHANNELS, readForStaff } from '@parvis/consultations'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { csvOf, DomainError, one, rows } from '@parvis/platform'
import { DateTime } from 'luxon'
import { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import { scheduleOf, schedulesOf } from '../centres/centre-columns'
import { hoursOn } from '../centres/opening.rules'
import type { EquityCentreView, EquityChannelView, EquityRollView, EquityView } from './equity.dto'
import type { EquityStanding } from './equity.rules'
import { equityTable, minutesOf } from './equity.rules'

type Part = 'all' | 'municipality' | 'channel' | 'centre'
interface Cell {
  part: Part
  code: string | null
  people: number
}

/** As the page says it: the file is read by people, in French like its columns. */
const SITUATION: Readonly<Record<EquityStanding, string>> = { 'under-half': 'sous la moitié du milieu', within: 'au-dessus', unsure: 'trop juste pour le dire' }
const COLUMNS = ['commune_code', 'commune', 'habitants', 'personnes_au_moins', 'pour_mille_au_moins', 'situation', 'heures_ouvertes'] as const
/** Instead of a number that would say that nobody came. */
const FEW = 'moins de 10'
const DAYS = 7
const MOST_CENTRES = 100

/** The same parts of the list of a questionnaire as `roll.participation_by_part` gives of a vote: to the ten, never crossed. */
const QUESTIONNAIRE_PARTS = `
  select case when grouping(municipality_code) = 0 then 'municipality' when grouping(channel) = 0 then 'channel' when grouping(centre_id) = 0 then 'centre' else 'all' end as part,
    coalesce(municipality_code, channel, centre_id::text) as code, (count(*) / 10 * 10)::integer as people
  from consultations.questionnaire_entry where consultation_id = $1 and status = 'admitted'
  group by grouping sets ((municipality_code), (channel), (centre_id), ()) having count(*) >= 10`

/** Where people take part and where they are missing, so that a team can be sent. */
@Injectable()
export class Equity {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  /** Errors: 404 `consultation.unknown`, `equity.roll-unknown`; 403 `place.other`. */
  async read(actor: Actor, consultationId: string, wanted?: string): Promise<EquityView> {
    const { scopeCodes } = await readForStaff(this.dataSource.manager, actor, consultationId, 'consultation.prepare')
    const rolls = await this.rolls(consultationId)
    const roll = wanted === undefined ? rolls[0] : rolls.find(({ id }) => id === wanted)
    if (wanted !== undefined && !roll) throw new DomainError('equity.roll-unknown', { status: 404 })
    if (!roll) return { rolls, roll: null, people: null, medianPerThousand: 0, communes: [], channels: [], centres: [] }

    const cells = roll.kind === 'vote'
      ? await rows<Cell>(this.dataSource, 'select part, code, people from roll.participation_by_part($1)', [roll.id])
      : await rows<Cell>(this.dataSource, QUESTIONNAIRE_PARTS, [consultationId])
    const of = (part: Part): Map<string, number> => new Map(cells.filter((cell) => cell.part === part).flatMap(({ code, people }) => (code === null ? [] : [[code, people]])))
    const came = of('municipality')
    const { communes, medianPerThousand } = equityTable(scopeCodes.map((code) => ({ code, population: this.directory.byCode(code)?.population ?? 1, people: came.get(code) ?? null })))
    const staffed = await this.staffedHours(communes.map(({ code }) => code))
    return {
      rolls, roll: roll.id, people: cells.find(({ part }) => part === 'all')?.people ?? null, medianPerThousand: rounded(medianPerThousand),
      communes: communes.map(({ perThousand, ...commune }) => ({ ...commune, name: this.directory.nameOf('municipality', commune.code), perThousand: rounded(perThousand), staffedHours: staffed.get(commune.code) ?? 0 })),
      channels: CHANNELS.flatMap((channel): EquityChannelView[] => of('channel').has(channel) ? [{ channel, people: of('channel').get(channel) ?? 0 }] : []),
      centres: await this.named(of('centre')),
    }
  }

  /** Its communes, as rows of a file. Errors: those of `read`. */
  async file(actor: Actor, consultationId: string, wanted?: string): Promise<Readable> {
    const { communes } = await this.read(actor, consultationId, wanted)
    return csvOf(COLUMNS, Readable.from(communes.map(({ code, name, population, people, perThousand, standing, staffedHours }): Record<(typeof COLUMNS)[number], unknown> => ({
      commune_code: code, commune: name, habitants: population, personnes_au_moins: people ?? FEW, pour_mille_au_moins: people === null ? '' : perThousand, situation: SITUATION[standing], heures_ouvertes: staffedHours,
    }))))
  }

  private async rolls(consultationId: string): Promise<EquityRollView[]> {
    return rows<EquityRollView>(this.dataSource, `
      select case f.kind when 'questionnaire' then 'questionnaire' else v.id::text end as id, f.kind, case f.kind when 'questionnaire' then f.title else v.question end as title, f.state = 'open' as open
      from consultations.phase f left join consultations.vote v on v.phase_id = f.id and f.kind = 'vote'
      where f.consultation_id = $1 and f.state <> 'scheduled' and (f.kind = 'questionnaire' or v.state <> 'draft')
      order by f.state <> 'open', f.position desc, v.id`, [consultationId])
  }

  private async named(people: ReadonlyMap<string, number>): Promise<EquityCentreView[]> {
    const first = [...people].sort(([, one], [, other]) => other - one).slice(0, MOST_CENTRES)
    const centres = await rows<{ id: string, slug: string, name: string }>(this.dataSource, 'select id, slug, name from inclusion.centre where id = any($1::uuid[])', [first.map(([id]) => id)])
    return centres.map(({ id, slug, name }) => ({ slug, name, people: people.get(id) ?? 0 })).sort((one, other) => other.people - one.people || one.name.localeCompare(other.name, 'fr'))
  }

  /** By commune: hours of the centres that serve it, added up, today and the six days after. */
  private async staffedHours(codes: readonly string[]): Promise<Map<string, number>> {
    const { today } = await one<{ today: string }>(this.dataSource, 'select platform.today()::text as today')
    const days = Array.from({ length: DAYS }, (_, ahead) => DateTime.fromISO(today).plus({ days: ahead }).toISODate() ?? today)
    const centres = await rows<{ id: string, openingHours: string, communes: string[] }>(this.dataSource, `
      select c.id, c.opening_hours as "openingHours", array(select code from unnest(c.serves || c.municipality_code) code where code = any($1)) as communes
      from inclusion.centre c where c.active and (c.serves || c.municipality_code) && $1::text[]`, [codes])
    const schedules = await schedulesOf(this.dataSource, centres)
    const minutes = new Map(codes.map((code) => [code, 0]))
    for (const centre of centres) {
      const schedule = scheduleOf(centre, schedules.get(centre.id))
      const open = days.reduce((sum, day) => sum + minutesOf(hoursOn(schedule, day).ranges), 0)
      for (const code of new Set(centre.communes)) minutes.set(code, (minutes.get(code) ?? 0) + open)
    }
    return new Map([...minutes].map(([code, sum]) => [code, Math.round(sum / 6) / 10]))
  }
}

const rounded = (perThousand: number): number => Math.floor(perThousand * 10) / 10
