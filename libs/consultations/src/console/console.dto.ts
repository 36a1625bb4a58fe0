import { Transform, Type } from 'class-transformer'
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator'
import { OwnerView } from '../consultations/consultation-views.dto'
import { tidyLine } from '../consultations/consultations.dto'
import { THEMES } from '../themes/themes'

const toFlag = ({ value }: { value: unknown }): unknown => (value === 'true' ? true : value === 'false' ? false : value)

/** Which consultations, in which order. */
export class ConsoleFilter {
  /** `open`: running. `coming`: announced. `finished`: finished or archived. `draft`: mine to prepare. `all`, unless told: those and my drafts. */
  @IsOptional()
  @IsIn(['all', 'draft', 'coming', 'open', 'finished'])
  state?: 'all' | 'draft' | 'coming' | 'open' | 'finished'

  @IsOptional()
  @IsIn(THEMES)
  theme?: string

  /** Whose: the number of the metropolis or an INSEE code. */
  @IsOptional()
  @Matches(/^\d{5,9}$/)
  owner?: string

  /** Only what I prepare: the consultations of the places where I am staff. */
  @IsOptional()
  @Transform(toFlag)
  @IsBoolean()
  mine?: boolean

  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string

  /** `date`, unless told: the next opening, close or sealing. */
  @IsOptional()
  @IsIn(['title', 'state', 'date', 'participation'])
  sort?: 'title' | 'state' | 'date' | 'participation'

  @IsOptional()
  @IsIn(['asc', 'desc'])
  direction?: 'asc' | 'desc'
}

export class ConsoleQuery extends ConsoleFilter {
  /** From 1. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  page: number = 1

  /** 20 unless told, 50 at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  perPage: number = 20
}

/** What comes next in a consultation. */
export class MomentView {
  kind: 'opens' | 'closes' | 'seals'
  at: string
  phase: string
}

export class ConsoleRowView {
  id: string
  slug: string
  title: string
  theme: string
  owner: OwnerView
  state: 'draft' | 'announced' | 'running' | 'finished' | 'archived'
  suspended: boolean
  next: MomentView | null
  /** People who took part in its votes, rounded down to ten; null before the first vote opens. */
  participation: number | null
  proposalsCount: number
  resultsPublished: boolean
  /** A vote of it has not opened yet. */
  voteComing: boolean
  /** A vote of it is counted, and its result waits to be published. */
  resultAwaited: boolean
  /** Whether I prepare it. */
  mine: boolean
}

/** How many answer to the rest of the filter, by state. */
export class StateCountsView {
  all: number
  draft: number
  coming: number
  open: number
  finished: number
}

export class ConsolePageView {
  items: ConsoleRowView[]
  total: number
  page: number
  perPage: number
  counts: StateCountsView
  /** Everybody who has a consultation that I may see. */
  owners: OwnerView[]
}

export class TaskView {
  kind: 'held' | 'suspended' | 'contested' | 'seal' | 'publish' | 'vote' | 'announce' | 'question' | 'questionnaire' | 'questionnaire-contested' | 'appeal' | 'reports'
  consultationId: string
  title: string
  voteId: string | null
  meetingId: string | null
  /** The phase it is about, or the meeting. */
  phase: string | null
  /** How many wait, where they are counted. */
  count: number | null
  /** Since when it waits. */
  since: string | null
  /** Until when it is to be done; null: nothing says when. */
  before: string | null
  /** The day has passed. */
  late: boolean
}

export class TodayQuery {
  /** Of one consultation only. */
  @IsOptional()
  @IsUUID()
  consultation?: string
}

export class EventView {
  kind: 'opens' | 'closes' | 'seals'
  at: string
  consultationId: string
  title: string
  phase: string
  voteId: string | null
}

export class TodayView {
  /** What waits for somebody, the most urgent first; a hundred at most. */
  tasks: TaskView[]
  /** How many there are in all. */
  total: number
  /** What happens by itself in the next fourteen days; fifty at most. */
  events: EventView[]
  counts: StateCountsView
}

export class DoorView {
  channel: 'online' | 'accompanied' | 'kiosk' | 'on_behalf' | 'paper' | 'phone'
  proposals: number
  /** Rounded down to ten. */
  supports: number
  /** Of the votes that are counted; null before: turnout is not broken down while a vote is open. */
  voters: number | null
}

export class FiguresView {
  /** Doors that something came through. */
  doors: DoorView[]
}

export class SavedViewDto {
  /** Two of the same name are refused. */
  @Transform(tidyLine)
  @Length(1, 60)
  name: string

  @ValidateNested()
  @Type(() => ConsoleFilter)
  filter: ConsoleFilter
}

export class SavedViewView {
  id: string
  name: string
  filter: ConsoleFilter
}

export class SavedViewsView {
  /** Twenty at most, by name. */
  items: SavedViewView[]
}
