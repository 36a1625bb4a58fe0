import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'

const cents = { to: (value: number | null) => value, from: (value: string | null) => (value === null ? null : Number(value)) }

@Entity({ schema: 'consultations', name: 'vote_option' })
export class VoteOption {
  @PrimaryGeneratedColumn('uuid')
  id: string

  @Column('uuid', { name: 'vote_id' })
  voteId: string

  /** Written in the ballots. */
  @Column('text')
  key: string

  @Column('smallint')
  position: number

  @Column('text')
  title: string

  @Column('text')
  description: string

  @Column('bigint', { nullable: true, transformer: cents })
  cost: number | null

  @Column('uuid', { name: 'proposal_id', nullable: true })
  proposalId: string | null

  @Column('text', { name: 'municipality_code', nullable: true })
  municipalityCode: string | null
}
