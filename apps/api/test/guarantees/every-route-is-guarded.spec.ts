// Who may call what: read from the declarations, compared with routes.md beside this file, then tried over HTTP.
// PARVIS_UPDATE_ROUTES=1 writes routes.md anew.
import { Controller, Get, Module, RequestMethod } from '@nestjs/common'
import { ModulesContainer, Reflector } from '@nestjs/core'
import { ACCESS, permissionsOf, roles } from '@parvis/identity'
import type { Access, Role } from '@parvis/identity'
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import request from 'supertest'
import type TestAgent from 'supertest/lib/agent'
import { AppModule } from '../../src/app.module'
import { createApp } from '../../src/bootstrap'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

interface Route {
  method: Method
  path: string
  access: Access | undefined
}

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  await platform.db.owner.query(`
    insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, serves)
    values ('maison', 'La Maison', 'Ville de Lille', '59350', '1 rue Haute', '59000', '03 20 00 00 00', '{}', '{59350}') on conflict do nothing`)
})
afterAll(() => platform.stop())

function routes(): Route[] {
  const reflector = new Reflector()
  const found: Route[] = []
  for (const module of platform.app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue
      const prototype = metatype.prototype as Record<string, object>
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name] as () => unknown
        const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined
        if (method === undefined) continue
        for (const path of [Reflect.getMetadata('path', handler) as string | string[]].flat()) {
          const whole = [Reflect.getMetadata('path', metatype) as string, path].map(part => part.replace(/^\/|\/$/g, '')).filter(Boolean).join('/')
          found.push({
            method: (RequestMethod[method] as string).toLowerCase() as Method,
            path: ['health', 'ready', 'metrics'].includes(whole) ? `/${whole}` : `/api/${whole}`,
            access: reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, metatype]),
          })
        }
      }
    }
  }
  return found.sort((a, b) => a.path.localeCompare(b.path, 'en') || a.method.localeCompare(b.method, 'en'))
}

const holders = (access: Access): Role[] | null => 'public' in access ? null : roles.filter(role => role !== 'citizen' && (permissionsOf[role] as readonly string[]).includes(access.permission))

function who(access: Access | undefined): string {
  if (!access) return '**nobody: undeclared**'
  if ('public' in access) return 'anybody'
  const others = holders(access) ?? []
  return `${others.length > 0 ? others.join(', ') : 'signed in'} (\`${access.permission}\`)`
}

function mayCall(access: Access, role: Role | 'stranger'): boolean {
  if ('public' in access) return true
  return role !== 'stranger' && ['citizen', role].some(held => (permissionsOf[held as Role] as readonly string[]).includes(access.permission))
}

/** A path that names nothing that exists. */
const concrete = (path: string) => path
  .replace(/:slugOrId|:slug/g, 'inconnue').replace(/:number/g, '1').replace(/:code/g, 'XXXX-XXXX-XXXX').replace(/:token/g, 'a'.repeat(43))
  .replace(/:\w+/g, () => randomUUID())

it('lists every route with who may call it', () => {
  const list = `# Who may call what\n\nWritten by every-route-is-guarded.spec.ts (\`PARVIS_UPDATE_ROUTES=1\`). The place of a role is checked after that, by the service.\n\n| route | who |\n|---|---|\n${routes().map(({ method, path, access }) => `| \`${method.toUpperCase()} ${path}\` | ${who(access)} |`).join('\n')}\n`
  const file = join(__dirname, 'routes.md')
  if (process.env.PARVIS_UPDATE_ROUTES === '1') writeFileSync(file, list)
  expect(list).not.toContain('undeclared')
  expect(readFileSync(file, 'utf8')).toBe(list)
})

describe.each(['stranger', ...roles] as const)('as %s', role => {
  it('every route answers, or refuses for the reason declared', async () => {
    const wrong: string[] = []
    const endsSessions = ({ method, path }: Route) => method === 'delete' && (path.startsWith('/api/sessions') || path === '/api/habilitation')
    const list = routes().filter(route => !endsSessions(route))
    const agent = role === 'stranger' ? platform.stranger() : await platform.as(role, role === 'mediator' ? { place: 'maison' } : {})
    // What cannot be read at all, and what is well formed and empty.
    for (const route of list) for (const body of [{}, { unknown: 'x', id: randomUUID() }, []]) {
      const fault = await judge(agent, role, route, body)
      if (fault) wrong.push(fault)
      if (route.method === 'get') break
    }
    for (const route of routes().filter(endsSessions)) {
      const other = role === 'stranger' ? platform.stranger() : await platform.as(role, { ...(role === 'mediator' ? { place: 'maison' } : {}), named: route.path })
      const fault = await judge(other, role, route, {})
      if (fault) wrong.push(fault)
    }
    expect(wrong).toEqual([])
  })
})

async function judge(agent: TestAgent, role: Role | 'stranger', { method, path, access }: Route, body: object): Promise<string | null> {
  const sent = agent[method](concrete(path))
  const { status, body: answer } = await (method === 'get' ? sent : sent.send(body)) as { status: number, body: { code?: string } }
  const said = `${method} ${path}: ${status} ${answer.code ?? ''}`
  if (!access) return `${said} (undeclared)`
  if (status >= 500 || (status >= 400 && !answer.code)) return said
  if (mayCall(access, role)) return (status === 401 && answer.code !== 'sign-in.wrong') || answer.code === 'access.forbidden' ? said : null
  const expected = role === 'stranger' ? [401, 'access.sign-in-needed'] : [403, 'access.forbidden']
  return status === expected[0] && answer.code === expected[1] ? null : said
}

it('refuses a route that declares nothing, to everybody', async () => {
  @Controller('forgotten')
  class ForgottenController {
    @Get()
    read(): string {
      return 'secret'
    }
  }

  @Module({ imports: [AppModule.with(platform.config)], controllers: [ForgottenController] })
  class WithForgotten {}

  const app = await createApp(platform.config, WithForgotten)
  try {
    await app.listen({ port: 0, host: '127.0.0.1' })
    const answer = await request(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`).get('/api/forgotten').expect(403)
    expect(answer.body.code).toBe('route.undeclared')
  } finally {
    await app.close()
  }
})

it('answers an address that is no route with a problem, not a page', async () => {
  const answer = await platform.stranger().get('/api/nothing-here').expect(404)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.body.code).toBe('request.unknown-route')
})
