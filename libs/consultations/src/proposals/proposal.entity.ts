import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { Channel } from '../ballots/precedence.rules'

@Entity({ schema: 'consultations', name: 'proposal' })
export class Proposal {
  @PrimaryGeneratedColumn('uuid')
  id: string

  @Column('uuid', { name: 'consultation_id' })
  consultationId: string

  @Column('uuid', { name: 'phase_id' })
  phaseId: string

  @Column('integer')
  number: number

  @Column('text')
  title: string

  @Column('text')
  body: string

  @Column('text')
  theme: string

  @Column('text', { name: 'municipality_code', nullable: true })
  municipalityCode: string | null

  @Column('text')
  place: string

  /** Numeric in the database, which gives texts. */
  @Column('numeric', { nullable: true })
  lat: string | null

  @Column('numeric', { nullable: true })
  lon: string | null

  @Column('uuid', { name: 'author_id', nullable: true })
  authorId: string | null

  @Column('text', { name: 'author_name' })
  authorName: string

  @Column('text')
  channel: Channel

  @Column('text')
  state: 'submitted' | 'withdrawn' | 'hidden' | 'merged' | 'split' | 'undone'

  @Column('uuid', { name: 'submission_token' })
  submissionToken: string

  @Column('timestamptz', { name: 'edited_at', nullable: true })
  editedAt: Date | null

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt: Date
}
