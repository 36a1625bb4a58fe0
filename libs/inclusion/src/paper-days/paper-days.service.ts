import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { custodyRefusal, gapOf } from '../paper-batches/balance.rules'
import { answersFor, atCentre } from '../paper-batches/batch-access'
import type { PaperBatchCentreView, PaperKitChoiceView } from '../paper-batches/paper-batches.dto'
import type { PaperDayDto, PaperDayFiguresView, PaperDayQuery, PaperDayView } from './paper-days.dto'

interface Place {
  kit: PaperKitChoiceView
  centre: PaperBatchCentreView & { slug: string }
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
}

/** Where each sheet of a kit is at the end of a day, at one centre: batches of a centre whose sheets do not balance are not counted. */
@Injectable()
export class PaperDays {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  /** Errors: 404 `paper-kit.unknown`, `centre.unknown`; 403 `place.other`. */
  async read(actor: Actor, query: PaperDayQuery): Promise<PaperDayView> {
    const tx = this.dataSource.manager
    return this.view(tx, await this.place(tx, actor, query))
  }

  /** Closed again the same day, the last one stands. Errors: those of `read`; 422 `paper-day.reason`, `paper-day.too-much` where it does not balance and nobody says why. */
  async close(actor: Actor, { kitId, centreId, spoiled, unused, missing, reason }: PaperDayDto): Promise<PaperDayView> {
    return this.dataSource.transaction(async (tx) => {
      const place = await this.place(tx, actor, { kitId, centreId })
      const known = await this.custody(tx, kitId, centreId)
      const custody = { issued: known.issued, returned: known.returned, spoiled, unused, missing }
      const refusal = custodyRefusal(custody)
      if (refusal !== null && !reason) {
        const gap = gapOf(custody)
        const code = gap < 0 ? 'paper-day.too-much' : 'paper-day.reason'
        throw new DomainError(code, { refusals: [{ code, at: 'reason', facts: gap < 0 ? { over: -gap } : { gap, missing } }] })
      }
      await tx.query(`
        insert into inclusion.paper_day (kit_id, centre_id, issued, returned, spoiled, unused, missing, reason, closed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (kit_id, centre_id, day) do update set issued = excluded.issued, returned = excluded.returned, spoiled = excluded.spoiled, unused = excluded.unused, missing = excluded.missing,
          reason = excluded.reason, closed_by = excluded.closed_by`, [kitId, centreId, custody.issued, custody.returned, spoiled, unused, missing, reason || null, actor.accountId])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-day.closed', subjectKind: 'centre', subjectId: place.centre.slug, detail: { consultationId: place.kit.consultation.id, ...custody, ...(reason ? { reason } : {}) } })
      return this.view(tx, place)
    })
  }

  private custody(tx: EntityManager, kitId: string, centreId: string): Promise<{ issued: number, returned: number, handed: number }> {
    return one(tx, `
      select c.issued, c.returned, (select count(*)::integer from inclusion.paper_sheet s where s.kit_id = $1 and s.centre_id = $2 and s.issued_on is not null) as handed
      from inclusion.paper_custody($1, $2) c`, [kitId, centreId])
  }

  private async view(tx: EntityManager, { kit, centre }: Place): Promise<PaperDayView> {
    const known = await this.custody(tx, kit.id, centre.id)
    const last = await maybe<PaperDayFiguresView>(tx, `
      select d.issued, d.returned, d.spoiled, d.unused, d.missing, d.reason, d.day::text, coalesce(a.display_name, '') as name
      from inclusion.paper_day d left join identity.account a on a.id = d.closed_by where d.kit_id = $1 and d.centre_id = $2 order by d.day desc limit 1`, [kit.id, centre.id])
    const outdated = last !== null && (last.issued !== known.issued || last.returned !== known.returned)
    return { kit, centre: { id: centre.id, name: centre.name }, ...known, last, refusal: last === null ? 'paper-day.not-closed' : outdated ? 'paper-day.outdated' : custodyRefusal(last) }
  }

  private async place(tx: EntityManager, actor: Actor, { kitId, centreId }: PaperDayQuery): Promise<Place> {
    const found = await maybe<Omit<Place, 'centre'>>(tx, `
      select jsonb_build_object('id', k.id, 'version', k.version, 'kind', k.kind, 'consultation', jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title), 'centres', '[]'::jsonb) as kit, c.owner_kind as "ownerKind", c.owner_code as "ownerCode"
      from inclusion.paper_kit k join consultations.consultation c on c.id = k.consultation_id where k.id = $1`, [kitId])
    if (!found) throw new DomainError('paper-kit.unknown', { status: 404 })
    const centre = await maybe<Place['centre']>(tx, 'select id, name, slug from inclusion.centre where id = $1', [centreId])
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    if (!answersFor(actor, found) && !atCentre(actor, centre.slug)) throw new DomainError('place.other', { status: 403 })
    return { ...found, centre }
  }
}
