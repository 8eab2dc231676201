//go:build tools

// Package engine pins the Pulumi command line that `npm run engine` builds.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
