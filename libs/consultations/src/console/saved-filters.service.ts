import { Injectable } from '@nestjs/common'
import { may, placesOf } from '@parvis/identity'
import type { Actor, Permission } from '@parvis/identity'
import { Audit, DomainError, maybe, rows, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { SavedFilterDto, SavedFilterView } from './saved-filters.dto'
import { filterRefusals } from './saved-filters.rules'
import type { FilteredList } from './saved-filters.rules'

/** So many for one account and list; the table holds no more. */
const MOST = 20
/** Of the team; a team that shares more finds the rest by the names it looks for. */
const MOST_SHARED = 100

/** Who reads a list, and so its filters. */
const READS: Readonly<Record<FilteredList, Permission>> = { moderation: 'appeal.decide', proposals: 'console.use', journal: 'audit.read', answers: 'proposal.answer' }

/** Filters of lists that somebody gave a name: their own, and those that the people of the same place share. A filter opens nothing: the list asks again who reads it. */
@Injectable()
export class SavedFilters {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  /** One's own, then those of the team, by name. Errors: 403 `access.forbidden`. */
  async list(actor: Actor, list: FilteredList): Promise<SavedFilterView[]> {
    const places = this.teams(actor, list)
    return rows<SavedFilterView>(this.dataSource, `
      select v.id, v.name, v.filter, v.account_id = $1 as own, case when v.team_kind is not null then json_build_object('kind', v.team_kind, 'code', v.team_code) end as team
      from consultations.saved_view v where v.list = $2 and (v.account_id = $1 or v.team_kind || ':' || v.team_code = any($3))
      order by v.account_id <> $1, lower(v.name), v.id limit ${MOST + MOST_SHARED}`, [actor.accountId, list, places])
  }

  /** Errors: 403 `access.forbidden`, `place.other`; 409 `saved-view.name-taken`, `saved-view.too-many`; 422 `saved-view.filter-wrong`. */
  async save(actor: Actor, { list, name, filter, team }: SavedFilterDto): Promise<SavedFilterView> {
    const places = this.teams(actor, list)
    if (team && !places.includes(`${team.kind}:${team.code}`)) throw new DomainError('place.other', { status: 403, facts: { ...team } })
    DomainError.throwIfAny(filterRefusals(list, filter))
    try {
      return await this.dataSource.transaction(async (tx) => {
        // Whoever saves several at once waits for a free place of their own.
        await tx.query('select id from identity.account where id = $1 for no key update', [actor.accountId])
        const made = await maybe<Omit<SavedFilterView, 'own' | 'team'>>(tx, `
          insert into consultations.saved_view (account_id, list, place, name, filter, team_kind, team_code)
          select $1, $2, free.place, $3, $4, $5, $6 from generate_series(1, ${MOST}) free(place)
          where not exists (select from consultations.saved_view s where s.account_id = $1 and s.list = $2 and s.place = free.place)
          order by free.place limit 1 returning id, name, filter`, [actor.accountId, list, name, JSON.stringify(filter), team?.kind ?? null, team?.code ?? null])
        if (!made) throw new DomainError('saved-view.too-many', { status: 409, facts: { most: MOST }, refusals: [{ code: 'saved-view.too-many', at: 'name', facts: { most: MOST } }] })
        if (team) await this.record(tx, actor, 'saved-view.shared', made.id, { title: name })
        return { ...made, own: true, team: team ?? null }
      })
    } catch (error) {
      if (uniqueViolation(error) === 'saved_view_name') throw new DomainError('saved-view.name-taken', { status: 409, refusals: [{ code: 'saved-view.name-taken', at: 'name' }] })
      throw error
    }
  }

  /** One's own, shared or not. Errors: 404 `saved-view.unknown`, also for somebody else's. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const gone = await maybe<{ name: string, shared: boolean }>(tx, `
        delete from consultations.saved_view where id = $1 and account_id = $2 and list <> 'consultations' returning name, team_kind is not null as shared`, [id, actor.accountId])
      if (!gone) throw new DomainError('saved-view.unknown', { status: 404 })
      if (gone.shared) await this.record(tx, actor, 'saved-view.unshared', id, { title: gone.name })
    })
  }

  /** The places where the actor reads the list: whom they share with. */
  private teams(actor: Actor, list: FilteredList): string[] {
    if (!may(actor, READS[list])) throw new DomainError('access.forbidden', { status: 403 })
    return placesOf(actor, READS[list]).places.map(({ kind, code }) => `${kind}:${code}`)
  }

  private record(tx: Parameters<Audit['append']>[0], actor: Actor, action: string, id: string, detail: object): Promise<void> {
    return this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'saved-view', subjectId: id, detail })
  }
}
