// Every text that somebody can write, filled with script payloads: which ones those are is read from the description of the API.
import type { Pool } from 'pg'
import { PAYLOADS } from '../../../../test/support/payloads'

interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  format?: string
  pattern?: string
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  allOf?: Schema[]
  oneOf?: Schema[]
  anyOf?: Schema[]
}
interface Operation {
  parameters?: { in: string, name: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
export interface Description {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}
export interface FreeText {
  /** `POST /api/comments` */
  route: string
  /** The last name of the field: `body`. */
  name: string
}

/** Every string that a body takes and that no list, format or pattern holds: people write it. */
export function freeTexts({ paths, components }: Description): FreeText[] {
  const found: FreeText[] = []
  function walk(route: string, name: string, schema: Schema, seen: readonly string[]): void {
    const referred = schema.$ref?.split('/').pop()
    if (referred) {
      if (!seen.includes(referred)) walk(route, name, components.schemas[referred] ?? {}, [...seen, referred])
      return
    }
    for (const part of [...schema.allOf ?? [], ...schema.oneOf ?? [], ...schema.anyOf ?? []]) walk(route, name, part, seen)
    if (schema.items) walk(route, name, schema.items, seen)
    for (const [key, part] of Object.entries(schema.properties ?? {})) walk(route, key, part, seen)
    if (typeof schema.additionalProperties === 'object') walk(route, name, schema.additionalProperties, seen)
    const shaped = schema.enum ?? schema.format ?? (schema.pattern && !schema.pattern.includes('\\P{Cc}'))
    if ([schema.type].flat().includes('string') && !shaped) found.push({ route, name })
  }
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      for (const { schema } of Object.values(requestBody?.content ?? {})) walk(`${method.toUpperCase()} ${path}`, '', schema, [])
    }
  }
  return found
}

const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
/** Payloads one after the other, until a field is full; each call goes on where the last one ended. */
let next = 0
function pack(room: number, least = 0): string {
  let text = ''
  for (let tried = 0; tried < PAYLOADS.length; tried++) {
    const payload = PAYLOADS[next % PAYLOADS.length] ?? ''
    const longer = text ? `${text} ${payload}` : payload
    if (longer.length > room) {
      if (text || tried > 60) break
      next++
      continue
    }
    text = longer
    next++
  }
  return text.padEnd(least, '.')
}

const rooms = [2_400, 1_000, 500, 300, 160, 120, 100, 80, 60, 40, 30]
/** Written by us or by a machine, under a name that people's texts have elsewhere. */
const notWritten = /^(platform\.(outbox|setting|worker|audit_entry)|search\.|identity\.municipality|consultations\.(commitment|charter|charter_version|moderation_word|questionnaire_text\.question)|inclusion\.consent_(text|translation|request))/

export interface Planted {
  /** `consultations.comment.body`, and the mark with which each of its values begins. */
  marks: Map<string, string>
  /** Names of fields that hold payloads now, in columns or in documents. */
  names: Set<string>
}

/** Fills every stored text of these names, past every form: what an import or an older version may have left. */
export async function plant(owner: Pool, names: ReadonlySet<string>): Promise<Planted> {
  const planted: Planted = { marks: new Map(), names: new Set() }
  const columns = new Map([...names].map(name => [snake(name), name]))
  const { rows } = await owner.query<{ table: string, column: string, type: string, generated: boolean }>(`
    select n.nspname || '.' || c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, a.attgenerated <> '' as generated
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('consultations', 'inclusion', 'identity', 'platform') and a.attnum > 0 and not a.attisdropped and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb') order by 1, 2`)
  for (const { table, column, type, generated } of rows) {
    if (generated || notWritten.test(`${table}.${column}`)) continue
    const mark = `q${planted.marks.size + 10}z `
    const held = type === 'jsonb' ? await plantDocuments(owner, table, column, names, mark, planted.names) : columns.has(column) && await plantColumn(owner, table, column, type, mark)
    if (!held) continue
    planted.marks.set(`${table}.${column}`, mark.trim())
    const name = columns.get(column)
    if (name && type !== 'jsonb') planted.names.add(name)
  }
  // The search reads titles by triggers.
  await owner.query('update consultations.consultation set title = title')
  await owner.query('update inclusion.centre set name = name')
  return planted
}

async function plantColumn(owner: Pool, table: string, column: string, type: string, mark: string): Promise<boolean> {
  const { rows } = await owner.query<{ value: string | string[] }>(`select distinct ${column} as value from ${table} where ${column}::text not in ('', '{}') limit 400`)
  // The room that the first row has, all have.
  let first = 0
  return inOneGo(owner, table, column, rows.map(({ value }) => async (write: Write) => {
    for (let n = first; n < rooms.length; n++) {
      const from = next
      const room = (rooms[n] ?? 0) - mark.length
      const text = () => mark + pack(room, Math.min(30, room))
      if (await write(value, type === 'text[]' ? (value as string[]).map(text) : text())) {
        first = n
        return true
      }
      next = from
    }
    return false
  }))
}

type Write = (was: unknown, now: unknown) => Promise<boolean>

/** By its value: a row moves when it changes. The same text in two rows becomes the same payloads, which is no harm. */
async function inOneGo(owner: Pool, table: string, column: string, rows: ((write: Write) => Promise<boolean>)[]): Promise<boolean> {
  const client = await owner.connect()
  let held = false
  try {
    await client.query('begin')
    // What was published, sealed or decided is held by triggers: an older version may have held it less.
    await client.query(`alter table ${table} disable trigger user`)
    for (const row of rows) {
      held = await row(async (was, now) => {
        await client.query('savepoint one')
        try {
          await client.query(`update ${table} set ${column} = $2 where ${column} = $1`, [was, now])
          return true
        } catch (error) {
          await client.query('rollback to savepoint one')
          // A rule of the column itself: too long, too short, of a shape; or already there.
          if (['23514', '23505', '23503'].includes((error as { code?: string }).code ?? '')) return false
          throw error
        }
      }) || held
    }
    await client.query('set constraints all immediate')
    await client.query(`alter table ${table} enable trigger user`)
    await client.query('commit')
    return held
  } catch (error) {
    await client.query('rollback')
    throw new Error(`${table}.${column}: ${(error as Error).message}`, { cause: error })
  } finally {
    client.release()
  }
}

async function plantDocuments(owner: Pool, table: string, column: string, names: ReadonlySet<string>, mark: string, told: Set<string>): Promise<boolean> {
  const { rows } = await owner.query<{ value: unknown }>(`select distinct ${column} as value from ${table} where ${column} is not null limit 400`)
  return inOneGo(owner, table, column, rows.map(({ value }) => async (write: Write) => {
    let changed = false
    const filled = fill(value, (name, text) => {
      if (!names.has(name) || text === '') return text
      changed = true
      told.add(name)
      return mark + pack(Math.max(60, Math.min(text.length, 400)))
    })
    return changed && write(JSON.stringify(value), JSON.stringify(filled))
  }))
}

function fill(value: unknown, text: (name: string, was: string) => string, name = ''): unknown {
  if (typeof value === 'string') return text(name, value)
  if (Array.isArray(value)) return value.map(item => fill(item, text, name))
  // A condition names a question by its key.
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'condition' ? item : fill(item, text, key)]))
  return value
}
