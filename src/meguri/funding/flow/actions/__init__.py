"""What this room does: publishing contracts and official totals that were approved."""
