// Every field of every body and every parameter of every address, as the API describes them, given script payloads: taken as
// text or refused with a code, never a fault of ours, and never answered as a page. What is stored is looked at in a browser by
// apps/web/e2e/hostile-fields. PARVIS_EVERY_PAYLOAD=1 (npm run check:texts) sends all three hundred to each.
import type TestAgent from 'supertest/lib/agent'
import { PAYLOADS } from '../../../../test/support/payloads'
import { startApp, type TestPlatform } from '../support/app'
import { withProposalsOpen, withCentres, type Made } from '../support/consultations'

interface Schema { $ref?: string, type?: string, enum?: unknown[], format?: string, minimum?: number, minItems?: number, items?: Schema, properties?: Record<string, Schema>, allOf?: Schema[], oneOf?: Schema[], anyOf?: Schema[] }
interface Operation { parameters?: { in: string, name: string }[], requestBody?: { content: Record<string, { schema: Schema }> } }

const each = process.env.PARVIS_EVERY_PAYLOAD === '1' ? PAYLOADS.length : 3
let platform: TestPlatform
let open: Made
let described: { paths: Record<string, Record<string, Operation>>, components: { schemas: Record<string, Schema> } }
let people: TestAgent[]
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  open = await withProposalsOpen(platform, await platform.as('staff'))
  people = [platform.stranger(), await platform.as('citizen'), await platform.as('staff'), await platform.as('mediator', { place: 'centre-59350' }), await platform.as('administrator')]
  described = (await platform.stranger().get('/api/openapi.json').expect(200)).body
}, 120_000)
afterAll(() => platform.stop())

let sent = 0
const payload = () => PAYLOADS[sent++ % PAYLOADS.length] ?? ''
const at = (path: string) => path.replace(/\{slugOrId\}|\{slug\}/g, open.slug).replaceAll('{number}', '1').replaceAll(/\{\w+\}/g, open.id)

/** What the description asks for, with a payload wherever there is text; `shaped` keeps dates and identifiers in their shape. */
function filled(schema: Schema, shaped: boolean, seen: readonly string[] = []): unknown {
  const referred = schema.$ref?.split('/').pop()
  if (referred) return seen.includes(referred) ? null : filled(described.components.schemas[referred] ?? {}, shaped, [...seen, referred])
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(part => filled(part, shaped, seen)))
  if (schema.oneOf ?? schema.anyOf) return filled((schema.oneOf ?? schema.anyOf)?.[0] ?? {}, shaped, seen)
  if (schema.enum) return shaped ? schema.enum[0] : payload()
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, filled(part, shaped, seen)]))
  if (schema.type === 'array') return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => filled(schema.items ?? {}, shaped, seen))
  if (schema.type === 'integer' || schema.type === 'number') return shaped ? schema.minimum ?? 1 : payload()
  if (schema.type === 'boolean') return shaped ? true : payload()
  if (shaped && schema.format === 'uuid') return open.id
  return payload()
}

async function answered(place: string, request: ReturnType<TestAgent['get']>): Promise<void> {
  const { status, headers } = await request.buffer(true)
  expect([place, status < 500, /html/.test(headers['content-type'] ?? ''), headers['x-content-type-options']]).toEqual([place, true, false, 'nosniff'])
}

it('no body is a fault of ours, whoever sends it', async () => {
  for (const [path, methods] of Object.entries(described.paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      for (const { schema } of Object.values(requestBody?.content ?? {})) {
        for (const shaped of [true, false]) {
          for (const [who, agent] of people.entries()) await answered(`${method} ${path} by ${who}`, agent[method as 'post'](at(path)).send(filled(schema, shaped) as object))
        }
      }
    }
  }
  expect(sent).toBeGreaterThan(PAYLOADS.length)
}, 600_000)

it('no parameter of an address is', async () => {
  const administrator = await platform.as('administrator')
  for (const [path, methods] of Object.entries(described.paths)) {
    for (const { name } of methods.get?.parameters?.filter(({ in: where }) => where === 'query') ?? []) {
      for (let n = 0; n < each; n++) await answered(`${path}?${name}`, administrator.get(at(path)).query({ [name]: payload() }))
    }
    // Nor a part of the path itself.
    if (methods.get && path.includes('{')) await answered(path, administrator.get(path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(payload()))))
  }
}, 1_200_000)
