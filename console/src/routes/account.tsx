import { createFileRoute } from '@tanstack/react-router'
import { AccountPage } from '../features/sign-in/AccountPage'

export const Route = createFileRoute('/account')({ component: AccountPage })
