import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ClaimFilings } from './claim-filings.service'
import { ClaimsOffice } from './claims-office.service'
import { ClaimAppealDto, ClaimOfficeView, ClaimRowsView, ClaimsQuery, ClaimView, DecideClaimDto, DeskClaimsView, FileClaimAtDeskDto, FileClaimDto, FiledClaimView } from './claims.dto'
import { Claims } from './claims.service'

/** Claims (réclamations): made by anybody, followed by a code, decided by somebody else than who is concerned. */
@Controller()
export class ClaimsController {
  constructor(private readonly filings: ClaimFilings, private readonly claims: Claims, private readonly office: ClaimsOffice) {}

  /** By anybody; signed in, it is the account's. */
  @Public()
  @Header('cache-control', 'no-store')
  @Post('claims')
  async file(@Actor() actor: Actor | null, @Body() body: FileClaimDto): Promise<FiledClaimView> {
    return this.filings.file(actor, body)
  }

  /** At a desk, for whoever stands there. */
  @Requires('desk.use')
  @Post('claims/desk')
  async fileAtDesk(@Actor() actor: Actor, @Body() body: FileClaimAtDeskDto): Promise<FiledClaimView> {
    return this.filings.fileAtDesk(actor, body)
  }

  /** Of the actor's desks: that they exist and where they stand, nothing more. */
  @Requires('desk.use')
  @Get('claims/desk')
  async ofDesks(@Actor() actor: Actor): Promise<DeskClaimsView> {
    return this.claims.ofDesks(actor)
  }

  /** The code is the right to read it. */
  @Public()
  @Header('cache-control', 'no-store')
  @Get('claims/codes/:code')
  async read(@Param('code') code: string): Promise<ClaimView> {
    return this.claims.read(code)
  }

  /** Goes to the guardian, once. */
  @Public()
  @Header('cache-control', 'no-store')
  @HttpCode(200)
  @Post('claims/codes/:code/appeal')
  async appeal(@Param('code') code: string, @Body() body: ClaimAppealDto): Promise<ClaimView> {
    return this.claims.appeal(code, body)
  }

  @Requires('claim.read')
  @Get('claims')
  async list(@Actor() actor: Actor, @Query() query: ClaimsQuery): Promise<ClaimRowsView> {
    return this.office.list(actor, query)
  }

  @Requires('claim.read')
  @Get('claims.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="reclamations.csv"')
  csv(@Actor() actor: Actor): StreamableFile {
    return new StreamableFile(this.office.csv(actor))
  }

  @Requires('claim.read')
  @Get('claims/:id')
  async view(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ClaimOfficeView> {
    return this.office.view(actor, id)
  }

  /** The first decision, by staff; the one of an appeal, by the guardian. */
  @Requires('claim.read')
  @HttpCode(200)
  @Post('claims/:id/decision')
  async decide(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: DecideClaimDto): Promise<ClaimOfficeView> {
    return this.office.decide(actor, id, body)
  }

  /** The letter left, or the person was called. */
  @Requires('claim.read')
  @HttpCode(200)
  @Post('claims/:id/answer')
  async answered(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ClaimOfficeView> {
    return this.office.answered(actor, id)
  }
}
