import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm'
import type { PlaceKind } from '../authorization/actor'
import type { GrantedRole } from '../authorization/permissions'

/** A role held in a place, from its granting to its end; rows are never deleted. */
@Entity({ schema: 'identity', name: 'role_grant' })
export class RoleGrant {
  @PrimaryGeneratedColumn('uuid') id: string
  @Column('uuid', { name: 'account_id' }) accountId: string
  @Column('text') role: GrantedRole
  @Column('text', { name: 'place_kind' }) placeKind: PlaceKind
  @Column('text', { name: 'place_code' }) placeCode: string
  @Column('uuid', { name: 'granted_by', nullable: true }) grantedBy: string | null
  @Column({ type: 'timestamptz', name: 'granted_at', insert: false }) grantedAt: Date
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt: Date | null
}
