import { PageQuery } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsIn, IsISO8601, IsOptional, Length } from 'class-validator'

export const jobLists = ['running', 'waiting', 'failed', 'over'] as const

export class JobsQuery extends PageQuery {
  /** `over`: done or given up, within the last thirty days. Without it: all that is not over. */
  @IsOptional() @IsIn(jobLists)
  list?: (typeof jobLists)[number]
}

export class JobProgressView {
  done: number
  total: number
  /** ISO 8601. */
  at: string
}

/** The consultation a job is about. */
export class JobSubjectView {
  consultationId: string
  slug: string
  title: string
}

export class JobView {
  id: string
  /** `noun.verb`: what happened that the job follows from. */
  kind: string
  state: 'waiting' | 'running' | 'failed' | 'given-up' | 'done'
  /** Null: it is about an account, of which nothing is told, or about nothing any more. */
  about: JobSubjectView | null
  createdAt: string
  /** Attempts that were begun, of how many. */
  attempts: number
  attemptsAllowed: number
  /** Of a job that waits. */
  nextAttemptAt: string | null
  /** Of the last attempt. */
  startedAt: string | null
  /** Machine and process of the last attempt. */
  runner: string | null
  progress: JobProgressView | null
  /** Code of the last error, `job.…` or of a rule. */
  cause: string | null
  /** The same in English, for developers; without addresses. */
  detail: string | null
  /** When it was done, failed or was given up. */
  endedAt: string | null
  /** Why somebody gave it up. */
  reason: string | null
}

export class JobPage {
  items: JobView[]
  total: number
  page: number
  perPage: number
}

export class WorkerView {
  kind: 'worker' | 'api'
  host: string
  pid: number
  startedAt: string
  seenAt: string
  alive: boolean
  /** Jobs under way in it. */
  running: number
  /** Whether Redis answers it; null: it uses none. */
  redis: boolean | null
}

export class FailedKindView {
  kind: string
  count: number
}

export class JobSummaryView {
  running: number
  waiting: number
  failed: number
  /** Failed jobs by kind, the most frequent first. */
  failedKinds: FailedKindView[]
  /** When the oldest job that could begin now was to begin; null: none waits. */
  waitingSince: string | null
  /** Whether the platform is set up with Redis. */
  redisConfigured: boolean
  workers: WorkerView[]
  /** ISO 8601, the clock of the database. */
  now: string
}

export class RetryAllDto {
  /** Those that failed until then: what the person was shown. */
  @IsISO8601({ strict: true })
  until: string
}

export class RetriedView {
  retried: number
}

export class GiveUpDto {
  /** Why; kept with the job and in the audit. */
  @Transform(({ value }: { value: unknown }) => typeof value === 'string' ? value.trim() : value) @Length(10, 500)
  reason: string
}
