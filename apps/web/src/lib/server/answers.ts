import { createHash } from 'node:crypto'
import type { Cookies } from '@sveltejs/kit'
import { fileName, filePart, fileRemove, isQuestion, otherName, partName, PASS, passesByRadio, passName, type Answer, type Answers, type Item, type Typed } from '$lib/questionnaire'
import { typedDay } from './typed-day'
import { problemOf } from './api'
import type { Problem } from '$lib/problem'

export interface ReadAnswers {
  typed: Typed
  answers: Answers
  /** What only the form can be wrong about; the API judges the rest. */
  refusals: { code: string, at: string, facts?: Record<string, unknown>, sentence?: string }[]
}

/** The questions of a page as its form sent them. A question that the form did not show is not among the answers. */
export function readAnswers(form: FormData, items: readonly Item[]): ReadAnswers {
  const read: ReadAnswers = { typed: {}, answers: {}, refusals: [] }
  for (const item of items.filter(isQuestion)) readItem(form, item, read)
  return read
}

function readItem(form: FormData, item: Item, { typed, answers, refusals }: ReadAnswers) {
  const { key } = item
  const text = (name: string) => String(form.get(name) ?? '').slice(0, 20_000)
  const keep = (name: string) => {
    const values = form.getAll(name).map(value => String(value).slice(0, 20_000)).filter(value => value !== '')
    if (values.length) typed[name] = values
    return values
  }
  const wrong = (code: string, facts: Record<string, unknown> = {}) => refusals.push({ code, at: key, facts: { question: item.label, ...facts } })
  const other = keep(otherName(key))[0]
  let answer: Answer | null = null
  if (item.kind === 'matrix') {
    const rows = Object.fromEntries((item.rows ?? []).flatMap(row => keep(partName(key, row.key)).slice(0, 1).map(column => [row.key, column])))
    if (Object.keys(rows).length) answer = { rows }
  } else if (item.kind === 'ranking') {
    const ranks = (item.options ?? []).flatMap(option => keep(partName(key, option.key)).slice(0, 1).map(rank => ({ key: option.key, rank: Number(rank) })))
    const places = ranks.map(({ rank }) => rank).sort((one, two) => one - two)
    if (places.some((rank, index) => rank !== index + 1)) wrong('answer.ranks')
    if (ranks.length) answer = { order: ranks.sort((one, two) => one.rank - two.rank).map(one => one.key) }
  } else if (item.kind === 'date') {
    const { value, refusal } = typedDay(form, key)
    for (const part of ['jour', 'mois', 'annee']) keep(`${key}-${part}`)
    if (refusal) refusals.push({ code: 'answer.date', ...refusal })
    if (value || refusal) answer = { date: value }
  } else if (item.kind === 'number' || item.kind === 'scale') {
    const [given] = keep(key)
    if (given !== undefined && given !== PASS) {
      const value = Number(given.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'))
      if (!Number.isFinite(value)) wrong('answer.number-unread')
      answer = { value }
    }
  } else if (item.kind === 'file') {
    const [file] = keep(key)
    const [name = ''] = keep(fileName(key))
    const [bytes = '0'] = keep(filePart(key))
    if (file !== undefined && !keep(fileRemove(key)).length) answer = { file, name, bytes: Number(bytes) || 0 }
  } else if (item.kind === 'point') {
    const [commune] = keep(key)
    const [lat, lon] = ['lat', 'lon'].map(part => keep(partName(key, part))[0]).map(typedText => typedText?.trim() ? Number(typedText.trim().replace(',', '.')) : undefined)
    if (Number.isNaN(lat) || Number.isNaN(lon)) wrong('answer.point')
    else if (commune !== undefined || lat !== undefined || lon !== undefined) answer = { ...(commune === undefined ? {} : { commune }), ...(lat === undefined ? {} : { lat }), ...(lon === undefined ? {} : { lon }) }
  } else if (item.kind === 'choices') {
    const choices = keep(key)
    if (choices.length) answer = { choices, ...(other ? { other } : {}) }
  } else {
    const [given] = keep(key)
    if (given !== undefined && given !== PASS) answer = item.kind === 'choice' ? { choice: given, ...(other ? { other } : {}) } : item.kind === 'commune' ? { commune: given } : given.trim() ? { text: given } : null
  }
  const passes = passesByRadio(item) ? text(key) === PASS : keep(passName(key)).length > 0
  if (passes && answer) wrong('answer.passed-and-answered')
  if (answer) answers[key] = answer
  else if (passes) answers[key] = { passed: true }
}

/** The refusals of a form, as the API would say them. */
export function formProblem(refusals: ReadAnswers['refusals']): Problem {
  const said = problemOf(422, { code: 'request.invalid', refusals })
  return { ...said, refusals: said.refusals.map((refusal, index) => ({ ...refusal, sentence: refusals[index]?.sentence ?? refusal.sentence })) }
}

// Which sheet this browser is filling. A session of two hours, ended by sending or by leaving: a computer may be shared.
const cookie = 'parvis_questionnaire'

export function keepSheet(cookies: Cookies, url: URL, consultationId: string, code: string) {
  cookies.set(cookie, `${consultationId}.${code}`, { path: '/', maxAge: 2 * 3600, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })
}

export function keptSheet(cookies: Cookies, consultationId: string): string | null {
  const [id, code] = (cookies.get(cookie) ?? '').split('.')
  return id === consultationId && code ? code : null
}

/** What a page carries to say whose sheet it was drawn from: a computer may be shared, and a tab left open. */
export const markOf = (code: string) => createHash('sha256').update(code.replace(/\W/g, '').toUpperCase()).digest('hex').slice(0, 16)

export const forgetSheet = (cookies: Cookies) => cookies.delete(cookie, { path: '/' })

// What was just sent, for the page that shows it: five minutes, long enough to be copied and to survive a reload, on that page alone.
const sentCookie = 'parvis_questionnaire_envoye'
const sentPath = (slug: string) => `/consultations/${slug}/questionnaire`

export function keepSent(cookies: Cookies, url: URL, slug: string, code: string) {
  cookies.set(sentCookie, code, { path: sentPath(slug), maxAge: 300, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })
}

export const justSent = (cookies: Cookies): string | null => cookies.get(sentCookie) ?? null

export const forgetSent = (cookies: Cookies, slug: string) => cookies.delete(sentCookie, { path: sentPath(slug) })
