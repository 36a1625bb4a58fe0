import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory, METROPOLIS } from '@parvis/identity'
import { DomainError, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { excerptOf } from './excerpt.rules'
import { KINDS } from './search.dto'
import type { SearchCountsView, SearchItemView, SearchQuery, SearchView } from './search.dto'
import { hits, NEAR_WORDS, statement } from './search.statement'
import { beginning, closestWord, forms, readTyped, withWords } from './words.rules'
import type { KnownWord, Typed } from './words.rules'

const CONFIGURATIONS = { fr: 'public.french_unaccent', en: 'public.english_unaccent', nl: 'public.dutch_unaccent' } as const
type Locale = keyof typeof CONFIGURATIONS

/** Milliseconds that one statement may take: a search is asked by anybody. */
const PATIENCE = 3_000

/** A word as PostgreSQL looks for it, in citizens' texts (French) and in pages; empty for words that say nothing (de, la). */
interface Term {
  word: string
  citizen: string
  page: string
  begins: string
}

/** What is looked for, as the text of a `tsquery`. */
interface Lookup {
  citizen: string
  page: string
  number: Typed['number']
}

interface Found extends Omit<SearchItemView, 'excerpt' | 'consultation' | 'centre'> {
  /** The whole text, see MARK. */
  marked: string
  slug: string | null
  consultationTitle: string | null
  state: 'announced' | 'running' | 'finished' | 'archived' | null
  suspended: boolean
  municipalityCode: string | null
}

/** One search in everything public, whoever asks: nothing here depends on an account. */
@Injectable()
export class Search {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  /** Errors: 503 `search.too-long`. */
  async find(query: SearchQuery): Promise<SearchView> {
    try {
      return await this.dataSource.transaction(async tx => {
        await tx.query(`set transaction read only; set local statement_timeout = ${PATIENCE}`)
        return this.forgiving(tx, query)
      })
    } catch (error) {
      // query_canceled
      if ((error as { driverError?: { code?: string } }).driverError?.code === '57014') throw new DomainError('search.too-long', { status: 503, detail: 'The search took too long' })
      throw error
    }
  }

  /** As typed; else with the words that were probably meant; else with any of them. */
  private async forgiving(tx: EntityManager, query: SearchQuery): Promise<SearchView> {
    const locale = query.locale ?? 'fr'
    const typed = readTyped(query.q)
    const terms = await termsOf(tx, typed.words, locale)
    const exact = await this.look(tx, query, lookup(terms, '&', typed.number))
    if (all(exact.counts) > 0) return { ...exact, matched: 'all', didYouMean: null }

    const replaced = await this.replacements(tx, terms, locale)
    const meant = replaced.size === 0 ? terms : await termsOf(tx, typed.words.map(word => replaced.get(word) ?? word), locale)
    const didYouMean = replaced.size === 0 ? null : withWords(query.q, replaced)
    if (didYouMean !== null) {
      const corrected = await this.look(tx, query, lookup(meant, '&', typed.number))
      if (all(corrected.counts) > 0) return { ...corrected, matched: 'corrected', didYouMean }
    }
    if (meant.length > 1 && typed.number === null) {
      const some = await this.look(tx, query, lookup(meant, '|', null))
      if (all(some.counts) > 0) return { ...some, matched: 'some', didYouMean }
    }
    return { ...exact, matched: 'none', didYouMean: null }
  }

  private async look(tx: EntityManager, query: SearchQuery, { citizen, page, number }: Lookup): Promise<Pick<SearchView, 'items' | 'total' | 'page' | 'perPage' | 'counts'>> {
    const nothing = { consultation: 0, proposal: 0, debate: 0, meeting: 0, centre: 0, page: 0 }
    const { page: at, perPage, kind } = query
    if (citizen === '' && page === '' && number === null) return { items: [], total: 0, page: at, perPage, counts: nothing }
    const locale = query.locale ?? 'fr'
    const found = await one<{ counts: Partial<SearchCountsView>, items: Found[] }>(tx, statement(number),
      [citizen, page, locale, number?.value ?? null, kind ?? null, METROPOLIS.code, perPage, (at - 1) * perPage, CONFIGURATIONS[locale]])
    const counts = { ...nothing, ...found.counts }
    return { items: found.items.map(item => this.view(item)), total: kind ? counts[kind] : all(counts), page: at, perPage, counts }
  }

  private view({ kind, title, marked, locale, slug, consultationTitle, state, suspended, number, municipalityCode, path }: Found): SearchItemView {
    return {
      kind, title, locale, number, path,
      excerpt: excerptOf(marked),
      consultation: consultationTitle !== null && slug !== null && state !== null ? { slug, title: consultationTitle, state, suspended } : null,
      centre: municipalityCode !== null && slug !== null ? { slug, municipalityName: this.directory.nameOf('municipality', municipalityCode) } : null,
    }
  }

  /** Words that nothing public holds, with the one that was probably meant. */
  private async replacements(tx: EntityManager, terms: readonly Term[], locale: Locale): Promise<Map<string, string>> {
    const replaced = new Map<string, string>()
    for (const term of terms) {
      const alone = lookup([term], '&', null)
      const { known } = await one<{ known: boolean }>(tx, `select exists (${hits(null)}) as known from (select $5::text) unused`,
        [alone.citizen, alone.page, locale, null, null, METROPOLIS.code])
      if (known) continue
      const { folded } = await one<{ folded: string }>(tx, 'select search.fold($1) as folded', [term.word])
      const near = await rows<KnownWord>(tx, NEAR_WORDS, [folded, [...new Set(['fr', locale])]])
      const word = closestWord(folded, near)
      if (word !== null) replaced.set(term.word, word)
    }
    return replaced
  }
}

/** Words that say nothing (de, la, the) are left out, unless all are like that: then somebody is still typing. */
async function termsOf(tx: EntityManager, words: readonly string[], locale: Locale): Promise<Term[]> {
  if (words.length === 0) return []
  const found = await rows<Term>(tx, `
    select w.word, coalesce(to_tsquery('public.simple_unaccent', w.beginning)::text, '') as begins,
      case when numnode(to_tsquery('public.french_unaccent', w.word)) = 0 then '' else to_tsquery('public.french_unaccent', w.forms)::text end as citizen,
      case when numnode(to_tsquery($4::regconfig, w.word)) = 0 then '' else to_tsquery($4::regconfig, w.forms)::text end as page
    from unnest($1::text[], $2::text[], $3::text[]) with ordinality as w (word, forms, beginning, n) order by w.n`,
  [words, words.map(forms), words.map(beginning), CONFIGURATIONS[locale]])
  const telling = found.filter(({ citizen, page }) => citizen !== '' || page !== '')
  return telling.length > 0 ? telling : found.filter(({ begins }) => begins !== '')
}

function lookup(terms: readonly Term[], operator: '&' | '|', number: Typed['number']): Lookup {
  const silent = terms.every(({ citizen, page }) => citizen === '' && page === '')
  const join = (column: 'citizen' | 'page'): string => terms
    .filter(term => silent || term[column] !== '')
    .map(term => `(${[term[column], term.begins].filter(part => part !== '').join(' | ')})`).join(` ${operator} `)
  return { citizen: join('citizen'), page: join('page'), number }
}

const all = (counts: SearchCountsView): number => KINDS.reduce((sum, kind) => sum + counts[kind], 0)
