import { Injectable } from '@nestjs/common'
import { placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, maybe, offsetOf, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { MandateRowsView, MandateRowView, MandatesQuery, MandateView } from './mandates.dto'
import { MANDATE_REFERENCE, MANDATE_STATE, Mandates } from './mandates.service'

/** Mandates as staff see them: how many, in which state, held by whom; never of whom. */
@Injectable()
export class MandatesConsole {
  constructor(private readonly dataSource: DataSource, private readonly mandates: Mandates) {}

  async list(actor: Actor, query: MandatesQuery): Promise<MandateRowsView> {
    const from = `
      from inclusion.mandate m join inclusion.organisation o on o.id = m.organisation_id join inclusion.centre t on t.id = m.centre_id left join inclusion.consent_request q on q.id = m.consent_request_id
      where ($1::text[] is null or t.municipality_code = any($1)) and ($2::text is null or t.slug = $2) and ($3::text is null or ${MANDATE_STATE} = $3)`
    const params = [own(actor), query.centre ?? null, query.state ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${from}`, params)
    const items = await rows<MandateRowView>(this.dataSource, `
      select m.id, ${MANDATE_REFERENCE} as reference, ${MANDATE_STATE} as state, m.consent_method as method, m.duration, to_char(m.starts_on, 'YYYY-MM-DD') as "startsOn", to_char(m.expires_on, 'YYYY-MM-DD') as "expiresOn", m.revoked_by as "revokedBy", o.name as organisation, t.name as centre,
        array(select c.title from inclusion.mandate_consultation k join consultations.consultation c on c.id = k.consultation_id where k.mandate_id = m.id order by c.title) as consultations
      ${from} order by m.starts_on desc, m.id limit $4 offset $5`, [...params, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** Before it is ended. Error: 404 `mandate.unknown`, for one of another commune too. */
  async view(actor: Actor, id: string): Promise<MandateView> {
    if (!(await here(this.dataSource.manager, actor, id))) throw new DomainError('mandate.unknown', { status: 404 })
    return this.mandates.read(this.dataSource.manager, id)
  }

  /** Error: 404 `mandate.unknown`, for one of another commune too. */
  async revoke(actor: Actor, id: string): Promise<MandateView> {
    return this.dataSource.transaction(async (tx) => {
      if (!(await here(tx, actor, id))) throw new DomainError('mandate.unknown', { status: 404 })
      return this.mandates.revoke(tx, actor, id, 'ADMIN')
    })
  }
}

const here = (tx: EntityManager, actor: Actor, id: string): Promise<object | null> =>
  maybe(tx, 'select m.id from inclusion.mandate m join inclusion.centre t on t.id = m.centre_id where m.id = $1 and ($2::text[] is null or t.municipality_code = any($2))', [id, own(actor)])

/** Communes whose centres the actor keeps up; null: all of them. */
function own(actor: Actor): string[] | null {
  const { places } = placesOf(actor, 'centre.manage')
  return places.some(({ kind }) => kind === 'metropolis') ? null : places.filter(({ kind }) => kind === 'municipality').map(({ code }) => code)
}
