import { error } from '@sveltejs/kit'
import { configuration } from '$lib/server/configuration'
import { fieldsOf, groupsOf } from './openapi'
import type { Description } from './openapi'

let kept: { version: string, groups: ReturnType<typeof groupsOf>, shapes: { name: string, fields: ReturnType<typeof fieldsOf> }[] } | undefined

/** The description changes with the version only, and the site is built with it: it is read once. */
export async function load({ url }: { url: URL }) {
  if (!kept) {
    const answer = await fetch(`${configuration.apiUrl}/api/openapi.json`)
    if (!answer.ok) error(503)
    const description = await answer.json() as Description
    const shapes = Object.entries(description.components?.schemas ?? {}).sort(([a], [b]) => a.localeCompare(b)).map(([name, schema]) => ({ name, fields: fieldsOf(schema) }))
    kept = { version: description.info.version, groups: groupsOf(description), shapes }
  }
  return { ...kept, origin: url.origin }
}
