import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { PhaseKind, PhaseState } from './phases.rules'

@Entity({ schema: 'consultations', name: 'phase' })
export class Phase {
  @PrimaryGeneratedColumn('uuid')
  id: string

  @Column('uuid', { name: 'consultation_id' })
  consultationId: string

  @Column('smallint')
  position: number

  @Column('text')
  kind: PhaseKind

  @Column('text')
  title: string

  @Column('text')
  description: string

  @Column('timestamptz', { name: 'opens_at' })
  opensAt: Date

  @Column('timestamptz', { name: 'closes_at' })
  closesAt: Date

  @Column('text')
  state: PhaseState

  @Column('timestamptz', { name: 'opened_at', nullable: true })
  openedAt: Date | null

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null
}
