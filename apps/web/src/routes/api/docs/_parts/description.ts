import { error } from '@sveltejs/kit'
import { configuration } from '$lib/server/configuration'
import { fieldsOf, groupsOf, type Description, type Schema } from './openapi'

interface Kept { version: string, groups: ReturnType<typeof groupsOf>, schemas: Record<string, Schema> }

let kept: Kept | undefined

/** The description changes with the version only, and the site is built with it: it is read once. */
export async function description(): Promise<Kept> {
  if (!kept) {
    const answer = await fetch(`${configuration.apiUrl}/api/openapi.json`)
    if (!answer.ok) error(503)
    const { info, components, ...rest } = await answer.json() as Description
    kept = { version: info.version, groups: groupsOf({ info, components, ...rest }), schemas: components?.schemas ?? {} }
  }
  return kept
}

/** These shapes and those they hold, each once, in the order of the alphabet. */
export function shapesFrom(names: (string | null)[], schemas: Record<string, Schema>) {
  const found = new Map<string, ReturnType<typeof fieldsOf>>()
  const open = names.filter(name => name !== null)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = schemas[name]
    if (!schema || found.has(name)) continue
    const fields = fieldsOf(schema)
    found.set(name, fields)
    open.push(...fields.flatMap(({ shape }) => shape ?? []))
  }
  return [...found].map(([name, fields]) => ({ name, fields })).sort((a, b) => a.name.localeCompare(b.name))
}
