import { maybe, one, rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import type { Prepared } from './uploads'

/** What a version shows, in order. */
export type Snapshot = { id: string, alt: string }[]

/** A file as people see it; `a` the row, `alt` what stands for its description. */
export const attachmentJson = (alt: string): string => `json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'mediaType', a.media_type, 'alt', ${alt}, 'width', a.width, 'height', a.height, 'bytes', a.bytes)`

/** The files that the version `v` shows. */
export const VERSION_ATTACHMENTS = `
  coalesce((select json_agg(${attachmentJson(`e.shown ->> 'alt'`)} order by e.place) from jsonb_array_elements(v.attachments) with ordinality e(shown, place)
    join consultations.attachment a on a.id = (e.shown ->> 'id')::uuid), '[]')`

/** Pictures first, then documents, as their author ordered them. */
export const WORKING_ORDER = `a.kind desc, a.position, a.id`

/** What its author last put together, as the version that is about to be written shows it. From here on it is public as the version is. */
export async function publishWorkingSet(tx: EntityManager, token: string, { authorId, assistanceId }: { authorId?: string | null, assistanceId?: string | null }): Promise<Snapshot> {
  return rows<Snapshot[number]>(tx, `
    with shown as (
      update consultations.attachment set published_at = coalesce(published_at, platform.clock()), assistance_id = null
      where token = $1 and (author_id = $2 or assistance_id = $3) and slot is not null returning id, kind, position, alt)
    select a.id, a.alt from shown a order by ${WORKING_ORDER}`, [token, authorId ?? null, assistanceId ?? null])
}

/** Sets what lists show of a proposal: the first picture. */
export async function showFirstPicture(tx: EntityManager, proposalId: string, snapshot: Snapshot): Promise<void> {
  await tx.query(`
    update consultations.proposal set picture_id = (select a.id from consultations.attachment a join unnest($2::uuid[]) with ordinality s(id, place) on s.id = a.id where a.kind = 'picture' order by s.place limit 1) where id = $1`,
  [proposalId, snapshot.map(({ id }) => id)])
}

export interface Owner {
  consultationId: string
  token?: string
  authorId?: string
  sheetId?: string
  assistanceId?: string
  question?: string
}

/** Keeps a file in the first place that is free; null where none is. The index of the table decides between those who arrive at once. */
export async function keepFile(tx: EntityManager, owner: Owner, file: Prepared, alt: string, most: number): Promise<string | null> {
  for (let tries = 0; tries <= most; tries++) {
    const kept = await maybe<{ id: string }>(tx, `
      insert into consultations.attachment (consultation_id, token, author_id, sheet_id, assistance_id, question, kind, slot, position, name, media_type, alt, width, height, bytes, hash, created_at)
      select $1, $2, $3, $4, $5, $6, $7, free, (select coalesce(max(o.position), 0) + 1 from consultations.attachment o where o.token = $2), $8, $9, $10, $11, $12, $13, $14,
        case when $2::uuid is null then date_trunc('day', platform.clock()) else platform.clock() end
      from generate_series(1, $15::integer) free
      where not exists (select from consultations.attachment o where o.slot = free
        and case when $2::uuid is not null then o.token = $2 and o.kind = $7 when $4::uuid is not null then o.sheet_id = $4 and o.question = $6 else o.assistance_id = $5 and o.sheet_id is null and o.question = $6 end)
      order by free limit 1 on conflict do nothing returning id`,
    [owner.consultationId, owner.token ?? null, owner.authorId ?? null, owner.sheetId ?? null, owner.assistanceId ?? null, owner.question ?? null, file.kind,
      file.name, file.mediaType, alt, file.width, file.height, file.bytes, file.hash, most])
    if (kept) {
      for (const [size, content] of Object.entries(file.parts)) await tx.query('insert into consultations.attachment_part (attachment_id, size, content) values ($1, $2, $3)', [kept.id, size, content])
      return kept.id
    }
    const { taken } = await one<{ taken: number }>(tx, `
      select count(*)::integer as taken from consultations.attachment where slot is not null
        and case when $1::uuid is not null then token = $1 and kind = $2 when $3::uuid is not null then sheet_id = $3 and question = $5 else assistance_id = $4 and sheet_id is null and question = $5 end`,
    [owner.token ?? null, file.kind, owner.sheetId ?? null, owner.assistanceId ?? null, owner.question ?? null])
    if (taken >= most) return null
  }
  return null
}
