import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { DomainError, maybe, rows, touched, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { SavedViewDto, SavedViewView } from './console.dto'

/** So many for one account; the table holds no more. */
const MOST = 20

/** Filters that somebody gave a name: their own, nobody else's. */
@Injectable()
export class SavedViews {
  constructor(private readonly dataSource: DataSource) {}

  async list(actor: Actor): Promise<SavedViewView[]> {
    return rows<SavedViewView>(this.dataSource, `select id, name, filter from consultations.saved_view where account_id = $1 and list = 'consultations' order by lower(name) limit 20`, [actor.accountId])
  }

  /** Errors: 409 `saved-view.name-taken`, `saved-view.too-many`. */
  async save(actor: Actor, { name, filter }: SavedViewDto): Promise<SavedViewView> {
    try {
      return await this.dataSource.transaction(async (tx) => {
        // Whoever saves several at once waits for a free place of their own.
        await tx.query('select id from identity.account where id = $1 for no key update', [actor.accountId])
        const made = await maybe<SavedViewView>(tx, `
          insert into consultations.saved_view (account_id, place, name, filter)
          select $1, free.place, $2, $3 from generate_series(1, ${MOST}) free(place)
          where not exists (select from consultations.saved_view s where s.account_id = $1 and s.list = 'consultations' and s.place = free.place)
          order by free.place limit 1 returning id, name, filter`, [actor.accountId, name, JSON.stringify(filter)])
        if (!made) throw new DomainError('saved-view.too-many', { status: 409, facts: { most: MOST }, refusals: [{ code: 'saved-view.too-many', at: 'name', facts: { most: MOST } }] })
        return made
      })
    } catch (error) {
      if (uniqueViolation(error) === 'saved_view_name') throw new DomainError('saved-view.name-taken', { status: 409, refusals: [{ code: 'saved-view.name-taken', at: 'name' }] })
      throw error
    }
  }

  /** Errors: 404 `saved-view.unknown`, also for somebody else's. */
  async remove(actor: Actor, id: string): Promise<void> {
    if (await touched(this.dataSource, `delete from consultations.saved_view where id = $1 and account_id = $2 and list = 'consultations'`, [id, actor.accountId]) === 0) throw new DomainError('saved-view.unknown', { status: 404 })
  }
}
