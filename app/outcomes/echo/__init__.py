"""Attendance as programs of Project ECHO report it: hubs, spokes, sessions, participants."""
