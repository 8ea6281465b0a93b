"""What is done: projects with their states, steps, the indicators they mean to move, and reports."""

from meguri.projects.models.projects import Milestone, MilestoneChange, Project, ProjectIndicator, StateChange
from meguri.projects.models.reports import Report

__all__ = ["Milestone", "MilestoneChange", "Project", "ProjectIndicator", "Report", "StateChange"]
