import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { VoteRules } from '../consultations/questions.rules'

@Entity({ schema: 'consultations', name: 'vote' })
export class Vote {
  @PrimaryGeneratedColumn('uuid')
  id: string

  @Column('uuid', { name: 'consultation_id' })
  consultationId: string

  @Column('uuid', { name: 'phase_id' })
  phaseId: string

  @Column('text')
  question: string

  @Column('text')
  method: string

  @Column('jsonb')
  rules: VoteRules

  @Column('jsonb', { name: 'set_aside' })
  setAside: Partial<VoteRules>

  @Column('char', { length: 3 })
  currency: string

  @Column('text', { name: 'roll_kind' })
  rollKind: 'open' | 'closed'

  @Column('smallint', { name: 'claim_days' })
  claimDays: number

  @Column('text')
  state: 'draft' | 'open' | 'counting' | 'sealed' | 'tallied' | 'published'

  @Column('timestamptz', { name: 'closes_at', nullable: true })
  closesAt: Date | null

  @Column('timestamptz', { name: 'admitted_until', nullable: true })
  admittedUntil: Date | null

  @Column('timestamptz', { name: 'sealed_at', nullable: true })
  sealedAt: Date | null
}
