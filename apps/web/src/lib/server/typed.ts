/** What somebody typed while their session ended: it goes through the sign-in in the form itself, and nothing of it is kept here. */
export interface Typed {
  fields: [name: string, value: string][]
  /** The longer ones, to be seen: that nothing is lost, and what would be sent. */
  texts: string[]
}

/** Only forms may be sent again; a program reads the answer. */
export const isForm = (request: Request) => /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(request.headers.get('content-type') ?? '')

/** Nothing when no sentence was written: coming back to the page is enough. No password and no file goes on. */
export function typedIn(form: FormData): Typed | null {
  return typed([...form].filter((field): field is [string, string] => typeof field[1] === 'string' && !/password|current/.test(field[0])))
}

/** What the form of the sign-in carried, as this very browser sends it back. */
export function carried(value: File | string | null): Typed | null {
  if (typeof value !== 'string' || !value) return null
  try {
    const fields: unknown = JSON.parse(value)
    const read = Array.isArray(fields) && fields.every((field): field is [string, string] => Array.isArray(field) && field.length === 2 && field.every(part => typeof part === 'string'))
    return read ? typed(fields) : null
  } catch {
    return null
  }
}

const typed = (fields: [string, string][]): Typed | null =>
  fields.some(([, value]) => /\S\s+\S/.test(value)) ? { fields, texts: fields.map(([, value]) => value.trim()).filter(value => value.length > 20 && /\s/.test(value)) } : null
