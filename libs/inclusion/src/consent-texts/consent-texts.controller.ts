import { Controller, Get } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { ConsentTextView } from './consent-texts.dto'
import { ConsentTexts } from './consent-texts.service'

@Controller('consent-texts')
export class ConsentTextsController {
  constructor(private readonly texts: ConsentTexts) {}

  /** What a mediator reads aloud before entering for somebody; anybody may read it beforehand. */
  @Public()
  @Get('current')
  async current(): Promise<ConsentTextView> {
    return this.texts.current()
  }
}
