import { createRootRouteWithContext } from '@tanstack/react-router'
import { Entrance } from '../app/Entrance'
import type { RouteContext } from '../app/router'

export const Route = createRootRouteWithContext<RouteContext>()({ component: Entrance })
