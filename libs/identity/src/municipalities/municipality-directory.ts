import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { rows } from '@parvis/platform'
import { DataSource } from 'typeorm'

export interface Municipality {
  /** INSEE code, five digits. */
  code: string
  name: string
  siren: string
  population: number
  postalCodes: string[]
}

/** A commune, or a former one (Lomme, Hellemmes) that stands for it: `alias` is the name people write. */
export interface MunicipalityMatch extends Municipality {
  alias?: { code: string, name: string }
}

/** The metropolis itself as a place: the SIREN of the EPCI. */
export const METROPOLIS = { code: '200093201', name: 'Métropole Européenne de Lille' } as const

/** The communes, in memory: they change once in years, and every page asks for one. */
@Injectable()
export class MunicipalityDirectory implements OnModuleInit {
  private all: Municipality[] = []
  private matches: { match: MunicipalityMatch, folded: string }[] = []
  private codes = new Map<string, Municipality>()
  private aliases = new Map<string, string>()

  constructor(private readonly dataSource: DataSource) {}

  onModuleInit(): Promise<void> {
    return this.load()
  }

  /** Reads the tables again: after seeding. */
  async load(): Promise<void> {
    this.all = await rows<Municipality>(this.dataSource, `
      select code, name, siren, population, postal_codes as "postalCodes" from identity.municipality order by name collate "fr-x-icu"`)
    const aliases = await rows<{ code: string, name: string, municipalityCode: string, postalCodes: string[] }>(this.dataSource, `
      select code, name, municipality_code as "municipalityCode", postal_codes as "postalCodes" from identity.municipality_alias order by name`)
    this.codes = new Map(this.all.map(municipality => [municipality.code, municipality]))
    this.aliases = new Map(aliases.map(({ code, municipalityCode }) => [code, municipalityCode]))
    this.matches = [
      ...this.all.map(match => ({ match, folded: fold(match.name) })),
      ...aliases.flatMap(({ code, name, municipalityCode, postalCodes }) => {
        const municipality = this.codes.get(municipalityCode)
        return municipality ? [{ match: { ...municipality, postalCodes, alias: { code, name } }, folded: fold(name) }] : []
      }),
    ]
  }

  /** Every commune, by name. */
  list(): readonly Municipality[] {
    return this.all
  }

  byCode(code: string): Municipality | null {
    return this.codes.get(code) ?? null
  }

  /** The code of the commune that a code means: its own, or that of a former commune. Null when it is not ours. */
  resolve(codeOrAlias: string): string | null {
    if (this.codes.has(codeOrAlias)) return codeOrAlias
    return this.aliases.get(codeOrAlias) ?? null
  }

  /**
   * The communes of a postal code: several may share it, and only the person knows which is theirs. One that is found
   * under its former name (Lomme) is not named twice.
   */
  byPostalCode(postalCode: string): MunicipalityMatch[] {
    const found = this.matches.filter(({ match }) => match.postalCodes.includes(postalCode)).map(({ match }) => match)
    return found.filter(match => match.alias || !found.some(other => other.alias && other.code === match.code))
  }

  /** Communes whose name holds the text, accents, hyphens and "St" forgiven; those that begin with it first. */
  search(text: string): MunicipalityMatch[] {
    const wanted = fold(text)
    if (!wanted) return this.matches.map(({ match }) => match)
    const found = this.matches.filter(({ folded }) => folded.includes(wanted))
    return found.sort((a, b) => Number(b.folded.startsWith(wanted)) - Number(a.folded.startsWith(wanted))).map(({ match }) => match)
  }

  /** Name of a place in which things are owned or roles held. */
  nameOf(kind: 'metropolis' | 'municipality', code: string): string {
    return kind === 'metropolis' ? METROPOLIS.name : this.byCode(code)?.name ?? code
  }
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe')
  .replace(/[^a-z0-9]+/g, ' ').replace(/\bst(e?)\b/g, 'saint$1').trim()
