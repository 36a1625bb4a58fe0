import {
  Adresse, DispositifProgrammeNational, Frais, isRna, isValidCourriel, isValidLocalisation, isValidTelephone, ModelError, Service, Typologie,
} from '@gouvfr-anct/lieux-de-mediation-numerique'
import { createHash } from 'node:crypto'
import { short } from './centre-lines'
import type { Line } from './centre-lines'
import { DAY_COLUMNS, NAMES } from './centre-names'
import type { CentreFileShape, Columns, Field } from './centre-names'
import { isReadable, textOf, weekRefusals } from './hours.rules'
import type { Range } from './hours.rules'
import { FIXED, fold, MOBILE, NO_PUBLIC, translate, vocabularies } from './national-schema.rules'
import type { PlaceFacts } from './national-schema.rules'
import { kilometres } from './opening.rules'

export type CentreProblemCode =
  | 'centre-file.id-missing' | 'centre-file.id-repeated' | 'centre-file.name-missing' | 'centre-file.address-missing' | 'centre-file.address-unreadable' | 'centre-file.postal-code'
  | 'centre-file.commune-unknown' | 'centre-file.outside' | 'centre-file.no-public' | 'centre-file.cells' | 'centre-file.other-place'
  | 'centre-file.coordinates' | 'centre-file.coordinates-far' | 'centre-file.pivot' | 'centre-file.date' | 'centre-file.hours' | 'centre-file.phone' | 'centre-file.email' | 'centre-file.url'
  | 'centre-file.value-unknown' | 'centre-file.text-cut'

export interface CentreProblem {
  /** Line of data, from 1. */
  row: number
  /** The column, as the file calls it. */
  field: string
  code: CentreProblemCode
  /** What the cell says, shortened; empty where nothing is there. */
  value: string
  /** The row is not taken; otherwise the row is, without this value. */
  refused: boolean
}

/** A place as the file gives it, in our words. */
export interface ImportedCentre extends PlaceFacts {
  source: string
  sourceId: string
  remarks: string[]
  sourceDate: string | null
}

/** The communes of the metropolis; a former one gives the commune that it is part of. Null: not one of them. */
export interface Communes {
  byCode(code: string): string | null
  byName(name: string, postalCode: string): string | null
}

const MIDDLE = { latitude: 50.63, longitude: 3.06 }
const FARTHEST_KM = 60
const MOST_WORDS = 40
const LONGEST: Partial<Record<Field, number>> = { id: 200, name: 200, address: 300, complement: 200, summary: 280, detail: 4000, remarks: 300, parent: 200, source: 100 }

/** Reads one line of data, and says what is wrong with it. */
export class RowReader {
  readonly problems: CentreProblem[] = []
  mapped = false
  private readonly cells: Record<string, unknown>
  private readonly count: number | null

  constructor(line: Line, private readonly row: number, private readonly columns: Columns, private readonly shape: CentreFileShape, private readonly communes: Communes, private readonly seen: Set<string>) {
    this.cells = typeof line === 'number' ? {} : line
    this.count = typeof line === 'number' ? line : null
  }

  /** Null: refused. */
  read(): ImportedCentre | null {
    if (this.count !== null) return this.refuse('id', 'centre-file.cells', String(this.count))
    const sourceId = this.text('id')
    const source = this.text('source') || (this.shape === 'france-services' ? 'france-services' : 'national')
    if (!sourceId) return this.refuse('id', 'centre-file.id-missing')
    if (this.seen.has(`${source}\n${sourceId}`)) return this.refuse('id', 'centre-file.id-repeated', sourceId)
    this.seen.add(`${source}\n${sourceId}`)
    const name = this.text('name')
    if (!name) this.refuse('name', 'centre-file.name-missing')
    const place = this.place()
    const accessModes = this.words('accessModes')
    if (accessModes.includes(NO_PUBLIC)) this.refuse('accessModes', 'centre-file.no-public', NO_PUBLIC)
    if (!place || this.problems.some(({ refused }) => refused)) return null
    const { openingHours, remarks } = this.hours()
    const franceServices = this.shape === 'france-services'
    if (franceServices) this.mapped = true
    const programmes = this.programmes()
    return {
      source, sourceId, slug: slugOf(name, `${source}\n${sourceId}`), name, organisation: this.text('parent') || name, ...place, ...this.coordinates(),
      phone: this.phone(), emails: this.list('emails').filter((one) => this.holds('emails', 'centre-file.email', one, one.length <= 254 && isValidCourriel(one))),
      websites: this.list('websites').filter((one) => this.holds('websites', 'centre-file.url', one, isWebAddress(one))), bookingUrl: this.url('booking'), accessSheetUrl: this.url('accessSheet'),
      openingHours, remarks, mobile: this.isMobile(),
      services: franceServices ? [Service.AideAuxDemarchesAdministratives] : this.words('services'),
      typologies: franceServices ? [Typologie.RFS] : this.list('typologies').map((one) => this.cut(one, 40, 'typologies')),
      specificCare: this.care(), audiences: this.audiences(), accessModes, supportModes: this.words('supportModes'),
      fees: franceServices ? [Frais.Gratuit] : this.words('fees'), programmes: franceServices ? [DispositifProgrammeNational.FranceServices] : programmes.values,
      labels: this.words('labels'), otherLabels: [...programmes.others, ...this.list('otherLabels')].slice(0, MOST_WORDS).map((one) => this.cut(one, 120, 'otherLabels')),
      pivot: this.pivot(), summary: this.text('summary'), detail: this.text('detail'), sourceDate: this.date(),
    }
  }

  /** The cell as one line of plain text, cut to what we hold. */
  text(field: Field): string {
    const raw = this.raw(field)
    const limit = LONGEST[field] ?? 500
    return raw.length > limit ? this.cut(raw, limit, field) : raw
  }

  private raw(field: Field): string {
    const column = this.columns[field]
    return column === undefined ? '' : plain(this.cells[column])
  }

  private cut(text: string, limit: number, field: Field): string {
    if (text.length <= limit) return text
    if (!this.problems.some(({ field: known, code }) => code === 'centre-file.text-cut' && known === this.nameOf(field))) this.say(field, 'centre-file.text-cut', text)
    return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
  }

  /** Words of a cell: `|` today, `;` in 2022, a list in JSON. */
  private list(field: Field): string[] {
    const column = this.columns[field]
    const value = column === undefined ? undefined : this.cells[column]
    const words = Array.isArray(value) ? value.map(plain) : plain(value).split(/[|;]/).map((word) => word.trim())
    return [...new Set(words.filter(Boolean))].slice(0, MOST_WORDS)
  }

  private words(field: keyof typeof vocabularies): string[] {
    const { values, mapped, unknown } = translate(this.list(field), vocabularies[field])
    if (mapped.length > 0) this.mapped = true
    for (const word of unknown) this.say(field, 'centre-file.value-unknown', word)
    return values
  }

  /** A programme that no list knows is a label of the place's own. */
  private programmes(): { values: string[], others: string[] } {
    const { values, mapped, unknown } = translate(this.list('programmes'), vocabularies.programmes)
    if (mapped.length + unknown.length > 0) this.mapped = true
    return { values, others: unknown }
  }

  private care(): string[] {
    return this.columns.specificCare === undefined && this.columns.audiences === 'publics_accueillis' ? translate(this.list('audiences'), vocabularies.specificCare).values : this.words('specificCare')
  }

  /** In 2022 one column said both whom a place is for and whom it can care for. */
  private audiences(): string[] {
    const column = this.columns.audiences
    if (column !== 'publics_accueillis') return this.words('audiences')
    const { values, unknown } = translate(this.list('audiences'), vocabularies.audiences)
    this.mapped = true
    for (const word of unknown.filter((one) => translate([one], vocabularies.specificCare).values.length === 0 && fold(one) !== 'adultes')) this.say('audiences', 'centre-file.value-unknown', word)
    return values
  }

  private place(): Pick<ImportedCentre, 'municipalityCode' | 'address' | 'complement' | 'postalCode'> | null {
    const [address, postalCode, insee, commune] = [this.text('address'), this.text('postalCode'), this.raw('insee'), this.raw('commune')]
    if (!address) this.refuse('address', 'centre-file.address-missing')
    if (!/^\d{5}$/.test(postalCode)) this.refuse('postalCode', 'centre-file.postal-code', postalCode)
    if (!insee && !commune) this.refuse('commune', 'centre-file.commune-unknown')
    if (this.problems.some(({ refused }) => refused)) return null
    try {
      Adresse({ code_postal: postalCode, commune: commune || '-', voie: address, ...(insee && { code_insee: insee }) })
    } catch (error) {
      const key = error instanceof ModelError ? error.key : ''
      if (key === 'commune') return this.refuse('commune', 'centre-file.commune-unknown', commune)
      if (key === 'code_insee') return this.refuse('insee', 'centre-file.commune-unknown', insee)
      return this.refuse('address', 'centre-file.address-unreadable', address)
    }
    const municipalityCode = insee ? this.communes.byCode(insee) : this.communes.byName(commune, postalCode)
    if (municipalityCode === null) return this.refuse(insee ? 'insee' : 'commune', 'centre-file.outside', insee || `${commune} ${postalCode}`)
    return { municipalityCode, address, complement: this.text('complement'), postalCode }
  }

  private coordinates(): Pick<ImportedCentre, 'latitude' | 'longitude'> {
    const none = { latitude: null, longitude: null }
    const [latitude, longitude] = [this.raw('latitude'), this.raw('longitude')]
    if (!latitude && !longitude) return none
    const point = { latitude: numberOf(latitude), longitude: numberOf(longitude) }
    const wrong = Number.isNaN(point.latitude) || Math.abs(point.latitude) > 90 ? 'latitude' : 'longitude'
    const readable = !Number.isNaN(point.latitude) && !Number.isNaN(point.longitude) && isValidLocalisation(point)
    if (!this.holds(wrong, 'centre-file.coordinates', wrong === 'latitude' ? latitude : longitude, readable)) return none
    // Elsewhere than its address: swapped, or zero.
    return this.holds('latitude', 'centre-file.coordinates-far', `${latitude}, ${longitude}`, kilometres(point, MIDDLE) <= FARTHEST_KM) ? point : none
  }

  private hours(): Pick<ImportedCentre, 'openingHours' | 'remarks'> {
    const remark = this.text('remarks')
    const remarks = remark ? [remark] : []
    if (this.shape === 'france-services') return { openingHours: this.hoursOfDays(), remarks }
    const said = this.raw('hours')
    if (!said) return { openingHours: '', remarks }
    if (isReadable(said)) return { openingHours: said, remarks }
    this.say('hours', 'centre-file.hours', said)
    return { openingHours: '', remarks }
  }

  /** A column a day: `09:00 - 12:00 / 14:00 - 17:00`, `-` when closed. */
  private hoursOfDays(): string {
    const week = DAY_COLUMNS.map((column): Range[] => {
      const cell = plain(this.cells[column])
      if (cell === '' || cell === '-') return []
      const ranges = cell.split('/').map((part) => /^(\d{1,2})[:h](\d{2})\s*-\s*(\d{1,2})[:h](\d{2})$/.exec(part.trim()))
      const read = ranges.flatMap((found) => (found ? [{ opens: `${(found[1] ?? '').padStart(2, '0')}:${found[2]}`, closes: `${(found[3] ?? '').padStart(2, '0')}:${found[4]}` }] : []))
      if (read.length === ranges.length && weekRefusals([read]).length === 0) return read
      this.problems.push({ row: this.row, field: column, code: 'centre-file.hours', value: short(cell), refused: false })
      return []
    })
    return textOf({ week, closedOnHolidays: true })
  }

  private phone(): string {
    const said = this.raw('phone')
    const digits = said.replace(/[\s.-]/g, '').replace(/^(?:\+|00)33(?:\(0\))?/, '0')
    return said === '' || this.holds('phone', 'centre-file.phone', said, isValidTelephone(said) || isValidTelephone(digits)) ? digits.slice(0, 20) : ''
  }

  private url(field: 'booking' | 'accessSheet'): string {
    const said = this.raw(field)
    return said === '' || this.holds(field, 'centre-file.url', said, isWebAddress(said)) ? said : ''
  }

  private isMobile(): boolean {
    const said = this.list('itinerance')
    const known = new Map([[fold(MOBILE), true], [fold(FIXED), false], ['oui', true], ['non', false], ['itinerant', true], ['fixe', false]])
    for (const word of said) this.holds('itinerance', 'centre-file.value-unknown', word, known.has(fold(word)))
    return said.some((word) => known.get(fold(word)) === true)
  }

  private pivot(): string {
    const said = this.raw('pivot').replace(/\s/g, '')
    // Fourteen zeros stand for "none" in files of 2022.
    return said === '' || this.holds('pivot', 'centre-file.pivot', said, (/^\d{14}$/.test(said) && !/^0+$/.test(said)) || isRna(said)) ? said : ''
  }

  private date(): string | null {
    const said = this.raw('date')
    if (said === '') return null
    const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(said) ?? []
    const iso = day !== undefined ? `${year}-${month}-${day}` : said.slice(0, 10)
    const at = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : null
    return this.holds('date', 'centre-file.date', said, at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) && iso >= '2000-01-01') ? iso : null
  }

  private holds(field: Field, code: CentreProblemCode, value: string, right: boolean): boolean {
    if (!right) this.say(field, code, value)
    return right
  }

  private say(field: Field, code: CentreProblemCode, value: string): void {
    this.problems.push({ row: this.row, field: this.nameOf(field), code, value: short(value), refused: false })
  }

  private refuse(field: Field, code: CentreProblemCode, value = ''): null {
    this.problems.push({ row: this.row, field: this.nameOf(field), code, value: short(value), refused: true })
    return null
  }

  private nameOf(field: Field): string {
    return this.columns[field] ?? NAMES[field][0]
  }
}

const numberOf = (text: string): number => (/^-?\d{1,3}([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN)

/** http and https only: what a browser would run is no address. */
export function isWebAddress(text: string): boolean {
  if (text.length > 500 || !/^https?:\/\/[^\s"'<>\\]+$/.test(text)) return false
  try {
    const { protocol, username, password } = new URL(text)
    return /^https?:$/.test(protocol) && username === '' && password === ''
  } catch {
    return false
  }
}

/** What is written, on one line, without signs that change how a line reads; an apostrophe that disarmed a formula goes. */
function plain(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return String(value).normalize('NFC').replace(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u2028\u2029\s]+/gu, ' ').replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '').trim().replace(/^'(?=[=+\-@])/, '')
}

/** Address of its page: of one id always the same, of two never. */
export function slugOf(name: string, key: string): string {
  const words = fold(name).replace(/ /g, '-').slice(0, 80).replace(/-+$/, '') || 'lieu'
  return `${words}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`
}
