/** What the page needs of an OpenAPI 3 description. */
export interface Schema {
  '$ref'?: string
  'type'?: string
  'enum'?: unknown[]
  'items'?: Schema
  'allOf'?: Schema[]
  'nullable'?: boolean
  'format'?: string
  'description'?: string
  'properties'?: Record<string, Schema>
  'required'?: string[]
  'default'?: unknown
  'minimum'?: number
  'maximum'?: number
  'minLength'?: number
  'maxLength'?: number
}

interface Body { content?: Record<string, { schema?: Schema }> }

interface Operation {
  'description'?: string
  'summary'?: string
  'parameters'?: { name: string, in: string, required?: boolean, description?: string, schema?: Schema }[]
  'requestBody'?: Body
  'responses'?: Record<string, Body & { description?: string }>
  'x-parvis-access'?: string
}

export interface Description {
  info: { version: string }
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}

export interface Field {
  name: string
  /** As a programmer reads it: `string`, `integer, 1 to 50`, `"open" | "closed"`, `Proposal[]`. */
  type: string
  /** Name of the shape that it holds, when it has one. */
  shape: string | null
  optional: boolean
  description: string
}

export interface DocumentedOperation {
  id: string
  method: string
  path: string
  /** `public` or a permission. */
  access: string
  description: string
  parameters: Field[]
  body: string | null
  answers: { status: string, media: string, shape: string | null }[]
}

const shapeOf = (schema: Schema | undefined): string | null => {
  const ref = schema?.$ref ?? schema?.allOf?.[0]?.$ref ?? schema?.items?.$ref
  return ref ? ref.slice(ref.lastIndexOf('/') + 1) : null
}

function typeOf(schema: Schema | undefined): string {
  if (!schema) return ''
  const shape = shapeOf(schema)
  const base = schema.enum ? schema.enum.map(value => JSON.stringify(value)).join(' | ') : schema.type === 'array' ? `${shape ?? typeOf(schema.items)}[]` : shape ?? schema.format ?? schema.type ?? 'object'
  const from = schema.minimum ?? schema.minLength
  const to = schema.maximum ?? schema.maxLength
  const bounds = from !== undefined && to !== undefined ? `, ${from} to ${to}` : from !== undefined ? `, from ${from}` : to !== undefined ? `, to ${to}` : ''
  return `${base}${bounds}${schema.nullable ? ' | null' : ''}`
}

export const fieldsOf = ({ properties = {}, required = [] }: Schema): Field[] => Object.entries(properties)
  .map(([name, schema]) => ({ name, type: typeOf(schema), shape: shapeOf(schema), optional: !required.includes(name), description: schema.description ?? '' }))

const firstShape = (body: Body | undefined) => {
  const [media, content] = Object.entries(body?.content ?? {})[0] ?? ['', undefined]
  return { media, shape: shapeOf(content?.schema) }
}

/** The operations by the noun of their address, in the order of the alphabet. */
export function groupsOf({ paths }: Description): { noun: string, operations: DocumentedOperation[] }[] {
  const groups = new Map<string, DocumentedOperation[]>()
  for (const [path, methods] of Object.entries(paths)) {
    const noun = path.split('/').filter(Boolean)[1]?.replace(/\..*$/, '') ?? path.split('/').filter(Boolean)[0] ?? ''
    for (const [method, operation] of Object.entries(methods)) {
      const known = groups.get(noun) ?? []
      known.push({
        id: `${method}-${path.replace(/[^a-zA-Z0-9]+/g, '-').replace(/^-|-$/g, '')}`,
        method: method.toUpperCase(),
        path,
        access: operation['x-parvis-access'] ?? '',
        description: operation.description ?? operation.summary ?? '',
        parameters: (operation.parameters ?? []).map(({ name, required, description, schema }) => ({ name, type: typeOf(schema), shape: null, optional: !required, description: description ?? '' })),
        body: firstShape(operation.requestBody).shape,
        answers: Object.entries(operation.responses ?? {}).filter(([status]) => status !== 'default').map(([status, answer]) => ({ status, ...firstShape(answer) })),
      })
      groups.set(noun, known)
    }
  }
  return [...groups].map(([noun, operations]) => ({ noun, operations })).sort((a, b) => a.noun.localeCompare(b.noun))
}
