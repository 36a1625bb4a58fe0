import { PageQuery } from '@parvis/platform'
import { Matches } from 'class-validator'

/** As an answer names it: `{ "q1": { "file": … } }` when the page is kept. */
export class AnswerFileView {
  file: string
  name: string
  bytes: number
}

export class AnswerFilesQuery extends PageQuery {
  /** Key of the question. */
  @Matches(/^[a-z][a-z0-9-]{0,19}$/)
  question: string
}

export class AnswerFilePageView {
  /** In an order that tells nothing. */
  items: AnswerFileView[]
  total: number
  page: number
  perPage: number
}
