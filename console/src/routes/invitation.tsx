import { createFileRoute } from '@tanstack/react-router'
import { InvitationPage } from '../features/sign-in/InvitationPage'

export const Route = createFileRoute('/invitation')({ component: InvitationPage })
