import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { NonDigitalWay } from '../inclusion-facts'
import type { ConsultationState } from './phases.rules'

export interface OfflineWay {
  kind: NonDigitalWay
  /** Where, when, which number: as people read it. */
  text: string
}

@Entity({ schema: 'consultations', name: 'consultation' })
export class Consultation {
  @PrimaryGeneratedColumn('uuid')
  id: string

  @Column('text')
  slug: string

  @Column('text')
  title: string

  @Column('text')
  summary: string

  @Column('text')
  description: string

  @Column('text', { name: 'open_to_change' })
  openToChange: string

  @Column('text', { name: 'not_open_to_change' })
  notOpenToChange: string

  /** The version simple, written for itself; empty when there is none. */
  @Column('text', { name: 'simple_text' })
  simpleText: string

  @Column('text')
  theme: string

  @Column('text', { name: 'owner_kind' })
  ownerKind: 'metropolis' | 'municipality'

  @Column('text', { name: 'owner_code' })
  ownerCode: string

  @Column('text', { name: 'scope_codes', array: true })
  scopeCodes: string[]

  @Column('smallint', { name: 'min_age' })
  minAge: number

  @Column('boolean', { name: 'residents_only' })
  residentsOnly: boolean

  @Column('jsonb', { name: 'offline_ways' })
  offlineWays: OfflineWay[]

  @Column('text', { name: 'next_steps' })
  nextSteps: string

  @Column('text')
  state: ConsultationState

  @Column('timestamptz', { name: 'suspended_at', nullable: true })
  suspendedAt: Date | null

  @Column('text', { name: 'suspension_reason', nullable: true })
  suspensionReason: string | null

  @Column('timestamptz', { name: 'announced_at', nullable: true })
  announcedAt: Date | null

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null

  @Column('uuid', { name: 'charter_version_id', nullable: true })
  charterVersionId: string | null

  @Column('text')
  origin: 'platform' | 'import'

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy: string | null

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date

  @Column('integer')
  revision: number
}
