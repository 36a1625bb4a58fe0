import { Controller, Get } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Cached } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { THEMES } from './themes'
import { ThemeView } from './themes.dto'

@Controller('themes')
export class ThemesController {
  constructor(private readonly dataSource: DataSource) {}

  @Public()
  @Cached(2)
  @Get()
  async list(): Promise<ThemeView[]> {
    return this.dataSource.query(
      `select t.code, count(c.id)::integer as consultations
       from unnest($1::text[]) with ordinality as t (code, position)
       left join consultations.consultation c on c.theme = t.code and c.state <> 'draft'
       group by t.code, t.position order by t.position`,
      [THEMES],
    )
  }
}
