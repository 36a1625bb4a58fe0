import { rows } from '@parvis/platform'

type Database = Parameters<typeof rows>[0]

export interface TableToKeep {
  /** `schema.table`, quoted where SQL asks for it. */
  name: string
  /** Columns that are stored; generated ones come back by themselves. */
  columns: string[]
  /** Columns that put the rows in one order on every server. */
  order: string[]
  /** The structure holds triggers of ours, which judge acts of people and not a restored row. */
  guarded: boolean
}

/**
 * What must not come back from a backup: somebody who signed out since would be signed in again, and a link that was used
 * would work once more.
 */
export const LEFT_OUT = ['identity.session', 'identity.one_time_token']

/** History of migrations: restored by running them. */
const HISTORY = 'migrations'

/** Relations of the platform: neither PostgreSQL's own nor an extension's. */
const OURS = `
  n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_depend x where x.classid = 'pg_class'::regclass and x.objid = c.oid and x.deptype = 'e')`

/**
 * Every table with its columns, those that others refer to first. Rows are read in the order of the primary key and never as they
 * lie on disk: the order of arrival in roll and urn, side by side, would tell who voted what.
 */
export async function tablesToKeep(db: Database): Promise<TableToKeep[]> {
  const tables = await rows<TableToKeep & { refersTo: string[] }>(db, `
    select c.oid::regclass::text as name,
      array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(
        select quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end
        from pg_attribute a left join pg_index i on i.indrelid = c.oid and i.indisprimary
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and (i.indrelid is null or a.attnum = any (i.indkey))
        order by coalesce(array_position(i.indkey::smallint[], a.attnum), a.attnum)) as "order",
      exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as guarded,
      array(select k.confrelid::regclass::text from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid and not k.condeferred) as "refersTo"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${OURS} and c.relname <> '${HISTORY}'
    order by n.nspname, c.relname`)
  return inOrder(tables).map(({ name, columns, order, guarded }) => ({ name, columns, order, guarded }))
}

/**
 * A table after all that it refers to, but for what is asked at the end of the transaction only. Throws when two refer to each other: they
 * could not be filled one after the other.
 */
function inOrder<T extends { name: string, refersTo: string[] }>(tables: T[]): T[] {
  const placed = new Map<string, T>()
  for (let left = tables; left.length > 0;) {
    const next = left.filter(({ refersTo }) => refersTo.every((name) => placed.has(name)))
    if (next.length === 0) throw new Error(`Tables refer to each other in a circle: ${left.map(({ name }) => name).join(', ')}`)
    for (const table of next) placed.set(table.name, table)
    left = left.filter(({ name }) => !placed.has(name))
  }
  return [...placed.values()]
}

export interface SequenceValue {
  name: string
  /** Null while it was never asked. A bigint, as text. */
  last: string | null
}

export async function sequences(db: Database): Promise<SequenceValue[]> {
  return rows<SequenceValue>(db, `
    select c.oid::regclass::text as name, pg_sequence_last_value(c.oid)::text as last
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${OURS} and not exists (
      select from pg_depend d join pg_class t on t.oid = d.refobjid where d.objid = c.oid and d.deptype in ('a', 'i') and t.relname = '${HISTORY}')
    order by 1`)
}

/** Whether nothing was ever made in the database: no schema and no relation but those of PostgreSQL and of its extensions. */
export async function isEmptyDatabase(db: Database): Promise<boolean> {
  const found = await rows(db, `
    select 1 from pg_namespace n where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public')
      and not exists (select from pg_depend x where x.classid = 'pg_namespace'::regclass and x.objid = n.oid and x.deptype = 'e')
    union all
    select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS}
    limit 1`)
  return found.length === 0
}

/** Values are written the same whatever the server's configuration: a hash of them means something elsewhere. */
export const writtenAlike = `
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local client_encoding = 'UTF8'`

/** The statement that gives a table's rows as text, one line each. */
export const copyOut = ({ name, columns, order }: TableToKeep): string => `copy (select ${columns.join(', ')} from ${name} order by ${order.join(', ')}) to stdout`

export const copyIn = ({ name, columns }: TableToKeep): string => `copy ${name} (${columns.join(', ')}) from stdin`

