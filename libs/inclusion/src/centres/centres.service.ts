import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { MunicipalityDirectory, Places } from '@parvis/identity'
import { DomainError } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { Centre } from './centre.entity'
import type { CentreMunicipalityView, CentresQuery, CentresView, CentreView } from './centres.dto'

@Injectable()
export class Centres implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly places: Places) {}

  onModuleInit(): void {
    this.places.registerCentres(async (slug) => (await this.dataSource.getRepository(Centre).findOneBy({ slug }))?.name ?? null)
  }

  async near({ municipality, postalCode }: CentresQuery): Promise<CentresView> {
    const asked = municipality !== undefined || postalCode !== undefined
    const codes = new Set<string>()
    const resolved = municipality === undefined ? null : this.directory.resolve(municipality)
    if (resolved) codes.add(resolved)
    if (municipality === undefined && postalCode !== undefined) for (const match of this.directory.byPostalCode(postalCode)) codes.add(match.code)
    const all = await this.active()
    const there = ({ municipalityCode }: Centre) => codes.has(municipalityCode)
    const found = asked ? all.filter((centre) => there(centre) || centre.serves.some((code) => codes.has(code))) : all
    return {
      municipalities: this.named([...codes]),
      items: found.sort((one, other) => Number(there(other)) - Number(there(one))).map((centre) => this.view(centre)),
    }
  }

  async bySlug(slug: string): Promise<CentreView> {
    const centre = await this.dataSource.getRepository(Centre).findOneBy({ slug, active: true })
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    return this.view(centre)
  }

  /** Every active centre, by the name of its commune. */
  async active(): Promise<Centre[]> {
    const centres = await this.dataSource.getRepository(Centre).findBy({ active: true })
    const place = ({ municipalityCode, name }: Centre) => `${this.directory.nameOf('municipality', municipalityCode)} ${name}`
    return centres.sort((one, other) => place(one).localeCompare(place(other), 'fr'))
  }

  view(centre: Centre): CentreView {
    const { id, slug, name, organisation, municipalityCode, address, postalCode, phone, hours, access, languages, serves } = centre
    const municipality = { code: municipalityCode, name: this.directory.nameOf('municipality', municipalityCode) }
    return { id, slug, name, organisation, municipality, address, postalCode, phone, hours, access, languages, serves: this.named(serves) }
  }

  private named(codes: readonly string[]): CentreMunicipalityView[] {
    return codes.map((code) => ({ code, name: this.directory.nameOf('municipality', code) })).sort((one, other) => one.name.localeCompare(other.name, 'fr'))
  }
}
