import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { readForStaff } from '../consultations/access'
import type { DoorView } from './console.dto'

/** By which doors people came to a consultation. Of an open vote nothing is told here: only its count says who came how. */
@Injectable()
export class ConsoleFigures {
  constructor(private readonly dataSource: DataSource) {}

  /** Errors: 404 `consultation.unknown`, 403 `place.other`. */
  async ofConsultation(actor: Actor, id: string): Promise<DoorView[]> {
    const tx = this.dataSource.manager
    await readForStaff(tx, actor, id, 'consultation.prepare')
    return rows<DoorView>(tx, `
      with came as (
          select p.channel, count(*)::integer as proposals, 0 as supports, null::integer as voters from consultations.proposal p
          where p.consultation_id = $1 and p.state = 'submitted' and p.source is null group by p.channel
          union all
          select s.channel, 0, count(*)::integer, null from consultations.support s join consultations.proposal p on p.id = s.proposal_id where p.consultation_id = $1 and s.counted group by s.channel
          union all
          select cell ->> 'channel', 0, 0, sum((cell ->> 'count')::integer)::integer
          from consultations.tally t join consultations.vote v on v.id = t.vote_id, jsonb_array_elements(t.turnout) cell where v.consultation_id = $1 group by 1)
      select channel, sum(proposals)::integer as proposals, (sum(supports) / 10 * 10)::integer as supports, sum(voters)::integer as voters
      from came group by channel order by array_position(array['online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone'], channel)`, [id])
  }
}
