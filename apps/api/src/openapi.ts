// Writes the description of this interface: scripts/api-client.mjs runs it from the sources. It needs no database:
// in preview mode Nest reads the modules and makes nothing of them.
//
//   openapi.ts METADATA FILE     METADATA: what the swagger plugin read from the sources
import 'reflect-metadata'
import { ModulesContainer, NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import type { OpenAPIObject } from '@nestjs/swagger'
import { ACCESS } from '@parvis/identity'
import type { Access } from '@parvis/identity'
import { Config } from '@parvis/platform'
import { writeFileSync } from 'node:fs'
import { AppModule } from './app.module'
import { VERSION } from './version'

type Metadata = () => Promise<Record<string, unknown>>

const refusal = {
  type: 'object',
  required: ['code'],
  properties: {
    code: { type: 'string', description: 'noun.reason, stable' },
    at: { type: 'string', description: 'Field of the request it is about' },
    facts: { type: 'object', additionalProperties: true },
  },
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'noun.reason, stable; the sentence people read is in the catalogue' },
    detail: { type: 'string', description: 'English' },
    instance: { type: 'string', description: 'urn:uuid: of the request, as in the header x-request-id and in the log' },
    facts: { type: 'object', additionalProperties: true },
    refusals: { type: 'array', items: { $ref: '#/components/schemas/Refusal' } },
  },
}

async function main([metadata = '', file = '']: string[]): Promise<void> {
  const { default: read } = await import(metadata) as { default: Metadata }
  await SwaggerModule.loadPluginMetadata(read)
  // Preview reads decorators only: no setting is ever asked for.
  const app = await NestFactory.create(AppModule.with(Object.create(Config.prototype) as Config), new FastifyAdapter(), { preview: true, logger: ['error'], abortOnError: false })
  app.setGlobalPrefix('api', { exclude: ['health', 'ready', 'metrics'] })
  const document = SwaggerModule.createDocument(app, new DocumentBuilder()
    .setTitle('Parvis')
    .setDescription('Public participation: consultations, proposals, votes, results.')
    .setVersion(VERSION)
    .setLicense('EUPL-1.2', 'https://eupl.eu/1.2/fr/')
    .addSecurity('session', { type: 'apiKey', in: 'cookie', name: '__Host-parvis' })
    .addSecurity('token', { type: 'http', scheme: 'bearer', description: 'A token for machines: it reads' })
    .build())
  writeFileSync(file, `${JSON.stringify(completed(document, accessOf(app.get(ModulesContainer, { strict: false }))), null, 1)}\n`)
}

interface Operation {
  'operationId'?: string
  'x-parvis-access'?: string
  'security'?: object[]
  'parameters'?: { required?: boolean, schema?: { default?: unknown } }[]
  'responses'?: Record<string, unknown>
}

/** Who may call each operation, as its decorators say: `public` or a permission. */
function accessOf(modules: ModulesContainer): Map<string, string> {
  const found = new Map<string, string>()
  for (const { controllers } of modules.values()) {
    for (const { metatype } of controllers.values()) {
      if (!metatype) continue
      const { name, prototype } = metatype as { name: string, prototype: Record<string, object> }
      for (const method of Object.getOwnPropertyNames(prototype).filter(method => method !== 'constructor')) {
        const access = (Reflect.getMetadata(ACCESS, prototype[method] ?? {}) ?? Reflect.getMetadata(ACCESS, metatype)) as Access | undefined
        if (access) found.set(`${name}_${method}`, 'public' in access ? 'public' : access.permission)
      }
    }
  }
  return found
}

/** Every operation may answer a problem; a parameter with a default may be left out. */
function completed(document: OpenAPIObject, access: Map<string, string>): OpenAPIObject {
  const schemas = document.components?.schemas ?? {}
  Object.assign(schemas, { Problem: problem, Refusal: refusal })
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path as Record<string, Operation>)) {
      const who = access.get(operation.operationId ?? '')
      if (who) operation['x-parvis-access'] = who
      if (who && who !== 'public') operation.security = [{ session: [] }, { token: [] }]
      for (const parameter of operation.parameters ?? []) if (parameter.schema?.default !== undefined) parameter.required = false
      if (!operation.responses) continue
      operation.responses.default = { description: 'A refusal or a failure', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
    }
  }
  return document
}

void main(process.argv.slice(2))
